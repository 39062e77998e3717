"""Pastes as they come from letters, spreadsheets, labels and the cabinet, each judged as an agent would."""

import pytest

from chats.services.lookup.identifiers import Identifier, Meaning, NotAnIdentifier, OwnNumber
from chats.services.lookup.paste import read_paste

ORDER, OTHER = 54810000102, 54810000103
PHONES = """
    +79161234567|+7 916 123-45-67|+7 (916) 123-45-67|+7(916)1234567|+7-916-123-45-67|+7.916.123.45.67|+7 916 12 34 567
    8 (916) 123-45-67|8(916)1234567|8-916-123-45-67|8 916 123 45 67|8 916 1234567|8 916 123-4567|8 9161234567
    8-9161234567|8.916.123.45.67|8 916 12 34 567|8 (916) 12-34-567|7 916 123 45 67|(916) 123-45-67|916-123-45-67
    916 123-45-67|8 800 555-35-35|8 (4012) 12-34-56|8 (34345) 1-23-45|+7 (495) 123 45 67 доб. 123|+86 138 0013 8000
    +375 (29) 123-45-67|+998 90 123 45 67|тел. 89161234567|Телефон: 9161234567|phone 9161234567|电话：13800138000
"""


def short(wanted):
    return [one.text if isinstance(one, OwnNumber) else one.number for one in wanted]


def likely(text):
    return short(read_paste(text).likely)


def otherwise(text):
    return short(read_paste(text).otherwise)


def refusal(text):
    with pytest.raises(NotAnIdentifier) as refused:
        read_paste(text)
    return refused.value.kind


@pytest.mark.parametrize("phone", [phone.strip() for phone in PHONES.replace("\n", "|").split("|") if phone.strip()])
def test_p2_a_phone_however_written_is_never_looked_up(phone):
    for text in (
        f"{ORDER}, {phone}",
        f"{phone}, {ORDER}",
        f"{ORDER} {phone}",
        f"{ORDER}\t{phone}\tИван",
        f"{phone}\n{ORDER}",
    ):
        assert (likely(text), otherwise(text)) == ([ORDER], [])
        assert [piece.kind for piece in read_paste(text).left_out] == ["phone"]
    assert refusal(phone) == "phone"


@pytest.mark.parametrize(
    "text",
    ["54,810,000,102", "54.810.000.102", "54'810'000'102", "54’810’000’102", "54 810 000 102", "«54,810,000,102»"],
)
def test_a_number_with_a_mark_between_its_thousands_is_one(text):
    assert likely(text) == [ORDER]


@pytest.mark.parametrize("text", ["5,48E+10", "5.481E+10", "5,48e+10"])
def test_a_number_that_a_spreadsheet_has_rounded_is_refused_as_such(text):
    assert refusal(text) == "rounded"
    assert likely(f"{text}\t{ORDER}") == [ORDER]


@pytest.mark.parametrize(
    "text",
    [
        f"{ORDER}+{OTHER}",
        f"{ORDER}и{OTHER}",
        f"{ORDER}|{OTHER}",
        f"{ORDER};{OTHER}",
        f"- {ORDER}\n- {OTHER}",
        f"1) {ORDER} 2) {OTHER}",
    ],
)
def test_two_orders_are_two_whatever_stands_between(text):
    assert likely(text) == [ORDER, OTHER]


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        (f"1\t{ORDER}\t4607012345678\tЧайник\t1\t2 490,00", [4607012345678]),
        (f"{ORDER} 89161234567", [89161234567]),
        (f"{ORDER} 80084912345678", [80084912345678]),
        (f"SF1234567890123 {ORDER}", [1234567890123]),
        (f"карта 2202 2012 3456 7890, заказ {ORDER}", [2202201234567890]),
        (f"{ORDER} 20261112", [20261112]),
        (f"Заказ {ORDER}, Москва, 101000, ул. Ленина 12", [101000]),
        (f"счёт № 1234567 к заказу {ORDER}", [1234567]),
        (f"SKU на Маркете 101234567890 заказ {ORDER}", [101234567890]),
        (f"ID магазина: 12345678, заказ {ORDER}", [12345678]),
        (f'{{"orderId": {ORDER}, "campaignId": 12345678}}', [12345678]),
        (f"店铺ID 12345678 订单 {ORDER}", [12345678]),
        (f"{ORDER}, рост 170-176", [170176]),
        (f"ГОСТ 12345-2020, заказ {ORDER}", [123452020]),
        (f"https://t.me/lavka/12345678 {ORDER}", [12345678]),
    ],
)
def test_p3_what_is_rather_something_else_waits_until_the_order_has_led_to_nothing(text, waits):
    assert (likely(text), otherwise(text)) == ([ORDER], waits)


@pytest.mark.parametrize(
    "text",
    [
        f"паспорт 4510 123456, заказ {ORDER}",
        f"ИНН/КПП 7701234567/770101001, заказ {ORDER}",
        f"{ORDER}, доставили 12-11-26",
        f"tracking number 1Z999AA10123456784, order {ORDER}",
        f"ШПИ 80084912345678 {ORDER}",
        f"https://market.yandex.ru/product--chainik/123456789?sku=101234567 заказ {ORDER}",
        f"https://www.pochta.ru/tracking?barcode=80084912345678 {ORDER}",
        f"https://disk.yandex.ru/i/abc12345 {ORDER}",
        f"{ORDER}\t1,234.50\t$12,345,678.00",
    ],
)
def test_p3_what_says_itself_that_it_is_something_else_is_never_asked_beside_an_order(text):
    assert (likely(text), otherwise(text)) == ([ORDER], [])


@pytest.mark.parametrize(
    "text",
    [
        f"трек {ORDER}", f"Накладная № {ORDER}", f"артикул: {ORDER}", f"чек {ORDER}", f"кабинет, {ORDER}",
        f"магазин {ORDER}",        f"ул. Ленина, {ORDER}", f"штрихкод {ORDER}-1", "накладная 548-1000-0102",
    ],
)  # fmt: skip
def test_p3_a_number_with_another_name_is_looked_up_when_nothing_else_was_pasted(text):
    assert likely(text) == [ORDER]
    assert read_paste(text).left_out == ()


@pytest.mark.parametrize("number", [79123456789, 4607012345678, 20261112, 101000, 80084912345678])
def test_p3_a_number_of_an_unlikely_shape_is_looked_up_when_alone_or_called_an_order(number):
    assert likely(f"{number}") == [number]
    assert likely(f"ул. Ленина, заказ {number}, заказ {ORDER}") == [number, ORDER]


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("https://partner.market.yandex.ru/business/1234567/orders/all?text=54810000102&page=2", [ORDER]),
        ("https://partner.market.yandex.ru/business/1/orders/all?orderIds=54810000102%2C54810000103", [ORDER, OTHER]),
        ("https://market.yandex.ru/my/order/54810000102,https://market.yandex.ru/my/order/54810000103", [ORDER, OTHER]),
        ("https://partner.market.yandex.ru/orders/54810000102,54810000103", [ORDER, OTHER]),
        ("https://partner.market.yandex.ru/orders?orderId=54810000102&sellerId=1234567", [ORDER]),
        ("https://desk.example/lookup/?q=54810000102&seller=1001", [ORDER]),
        ("https://desk.example/desk/lookup/?seller=1001&q=54810000102%2C+54810000103", [ORDER, OTHER]),
        ("https://desk.example/lookup/?q=%D0%A3%D0%A2-00012345", ["УТ-00012345"]),
        ("https://crm.example/orders/54810000102", [ORDER]),
    ],
)  # fmt: skip
def test_an_address_gives_all_numbers_it_is_about_and_no_others(address, numbers):
    assert likely(address) == numbers
    assert otherwise(address) == []


def test_a_desks_own_chat_beside_an_order_keeps_its_meaning():
    chat = Identifier(number=4567, meaning=Meaning.CHAT, business_id=1001)

    assert read_paste(f"https://desk.example/chats/1001/4567/ и {ORDER}").likely == (chat, Identifier(number=ORDER))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("УТ 00012345", "УТ 00012345"),
        ("УТ - 00012345", "УТ-00012345"),
        ("ут – 00012345", "ут-00012345"),
        ("Заказ УТ 00012345 от 12.11.2026", "УТ 00012345"),
        ("S00001", "S00001"),
        ("WB_12345", "WB_12345"),
        ("ЗК-0001234/1", "ЗК-0001234/1"),
        ("1С-00012345", "1С-00012345"),
    ],
)
def test_p4_a_shops_own_number_is_known_with_spaces_and_marks(text, own):
    assert read_paste(text).likely == (OwnNumber(text=own),)


@pytest.mark.parametrize("text", ["ЗАКАЗ ОТ 00012345", "ID 00012345", "от - 00012345", "NO 00012345"])
def test_p4_a_short_word_before_a_number_is_not_a_part_of_it(text):
    assert likely(text) in ([12345], ["от-00012345"])
