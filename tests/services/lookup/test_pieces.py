"""Which pieces of a paste are likely, possible, the shop's own, or no ID."""

import pytest

from chats.services.lookup.identifiers import OwnNumber
from chats.services.lookup.paste import read_paste

ORDER = 54810000102


def numbers(text):
    """What is looked up first, in short."""
    return [one.text if isinstance(one, OwnNumber) else one.number for one in read_paste(text).likely]


def otherwise(text):
    return [one.text if isinstance(one, OwnNumber) else one.number for one in read_paste(text).otherwise]


def left_out(text):
    return [(piece.kind or piece.text) for piece in read_paste(text).left_out]


@pytest.mark.parametrize("dash", ["-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", " - ", "\uff0d", "/", "_"])
@pytest.mark.parametrize("box", ["1", "2", "12", "003"])
def test_p1_the_number_of_a_box_finds_its_order(dash, box):
    assert numbers(f"{ORDER}{dash}{box}") == [ORDER]


@pytest.mark.parametrize("text", [f"{ORDER}-1-2", f"{ORDER}-1, {ORDER}-2", f"Место {ORDER}-1 из 2", f"{ORDER} -1"])
def test_p1_boxes_are_found_among_other_text(text):
    assert numbers(text) == [ORDER]


@pytest.mark.parametrize("text", ["54810000101-54810000102", "54810000101 54810000102", "54810000101—54810000102"])
def test_p1_two_long_numbers_are_two(text):
    assert numbers(text) == [54810000101, 54810000102]


@pytest.mark.parametrize(
    "text", ["98-7654-321", "987-654-321", "98\u20147654\u2014321", "987 654 321", "№ 987 654 321", "9876-54321"]
)
def test_p1_short_groups_alike_stay_one_number(text):
    assert numbers(text) == [987654321]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        (f"Заказ №{ORDER}, доставка 0 ₽", ["0 ₽"]),
        (f"{ORDER}\t2\t1990,00\tДоставлен", ["2", "1990,00"]),
        (f"{ORDER} 80084912345678901234", ["too_long"]),
        (f"80084912345678901234\n{ORDER}", ["too_long"]),
        (f"{ORDER}, +7 (912) 345-67-89", ["phone"]),
        (f"+79123456789 {ORDER}", ["phone"]),
        (f"8-912-345-67-89 {ORDER}", ["phone"]),
        (f"{ORDER} 8 912 345-67-89 Иван", ["phone"]),
        (f"{ORDER} +375 29 123-45-67", ["phone"]),
        (f"0, {ORDER}", ["zero"]),
        (f"{ORDER} RA123456789RU", ["RA123456789RU"]),
        (f"https://market.yandex.ru/ {ORDER}", []),
        (f"https://partner.market.yandex.ru/business/123/ {ORDER}", []),
        (f"тел. 89123456789, заказ {ORDER}", ["phone"]),
        (f"{ORDER},2,1990.00,DELIVERED", ["2", "1990", "zero"]),
        (f"артикул 1234567, заказ {ORDER}", ["артикул 1234567"]),
        (f"ИНН 7701234567 {ORDER}", ["ИНН 7701234567"]),
        (f"125 000 ₽ за {ORDER}", ["125 000 ₽"]),
        (f"{ORDER} 1 250 000,00 руб.", ["1 250 000,00 руб."]),
        (f"快递单号 1234567890，订单号：{ORDER}", ["快递单号 1234567890"]),
    ],
)
def test_p2_what_cannot_be_an_id_does_not_refuse_the_paste(text, without):
    assert numbers(text) == [ORDER]
    assert left_out(text) == without


@pytest.mark.parametrize(
    "text",
    [
        f"{ORDER} 2 шт.",
        f"{ORDER} 2",
        f"2 {ORDER}",
        f"1. {ORDER}",
        f"1) {ORDER}",
        f"{ORDER} от 12 ноября 2026 г.",
        f"{ORDER} 2-го мая",
        f"{ORDER}, 1990",
        f"{ORDER}, 1 990 ₽, 15%, 2,5 кг",
        f"{ORDER} за 2026",
        f"order {ORDER} of November 12, 2026",
        f"order {ORDER}, 12 Nov 2026, 3 pcs, $20",
        f"订单{ORDER} 2026年11月12日，共2件",
        f"{ORDER} x2, 100x200",
        f"{ORDER} 5-7 дней",
        f"{ORDER} 2 1990 3",
        f"12 500 {ORDER}",
        f"{ORDER} COVID-19 COVID-2019",
    ],
)
def test_p3_what_is_clearly_no_id_is_never_asked_beside_one(text):
    assert (numbers(text), otherwise(text)) == ([ORDER], [])


def test_p3_less_likely_numbers_wait_until_the_likely_ones_led_to_nothing():
    assert (numbers(f"{ORDER}, 4567"), otherwise(f"{ORDER}, 4567")) == ([ORDER], [4567])


@pytest.mark.parametrize("text", ["4567", "99", "2026", "чат 4567", "заказ №99", "订单 4567", "return 12"])
def test_p3_a_small_number_is_looked_up_when_alone_or_meant(text):
    assert len(numbers(text)) == 1
    assert left_out(text) == []


@pytest.mark.parametrize("text", [f"чат 4567, заказ {ORDER}", f"{ORDER} (чат № 4567)"])
def test_p3_a_small_number_that_is_called_a_chat_is_as_likely_as_a_long_one(text):
    assert set(numbers(text)) == {4567, ORDER}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("УТ-00012345", "УТ-00012345"),
        ("ут–00012345", "ут-00012345"),
        ("№УТ-00012345", "УТ-00012345"),
        ("«УТ-00012345»,", "УТ-00012345"),
        ("Заказ: TM/2026-0417", "TM/2026-0417"),
        ("ТД00-000123", "ТД00-000123"),
        ("УТ00012345", "УТ00012345"),
        ("AB-310002", "AB-310002"),
        ("INV-1234", "INV-1234"),
    ],
)
def test_p4_a_shops_own_number_is_not_cut_up(text, own):
    assert read_paste(text).likely == (OwnNumber(text=own),)


@pytest.mark.parametrize(
    "text", ["COVID-19", "COVID-2019", "12-го", "2026-го", "DELIVERY_SERVICE_RECEIVED 12", "A4", "ivan-12345@mail.ru 7"]
)
def test_p4_not_every_word_with_digits_is_a_shops_own_number(text):
    assert not any(isinstance(one, OwnNumber) for one in read_paste(text).likely)


@pytest.mark.parametrize("text", [f"УТ-00012345 ({ORDER})", f"{ORDER}, WH-1000XM5", f"{ORDER} УТ-00012345"])
def test_p4_a_shops_own_number_waits_beside_one_of_markets(text):
    assert numbers(text) == [ORDER]
    assert len(otherwise(text)) == 1


def test_p4_a_long_number_after_letters_is_markets_first():
    assert (numbers(f"FBS-{ORDER}"), otherwise(f"FBS-{ORDER}")) == ([ORDER], [f"FBS-{ORDER}"])
