import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.market.limits import LARGEST_ID
from chats.services.lookup.identifiers import Identifier, Meaning, NotAnIdentifier, OwnNumber
from chats.services.lookup.paste import read_paste

ORDER = 54810000102


def numbers(text):
    """What is looked up first, in short."""
    return [one.text if isinstance(one, OwnNumber) else one.number for one in read_paste(text).likely]


@pytest.mark.parametrize(
    "text",
    [
        "987654321",
        "  987654321\n",
        "№ 987654321",
        "No. 987654321",
        "No.987654321",
        "#987654321",
        "«987654321»",
        '"987654321"',
        "987 654 321",
        "987\u00a0654\u202f321",
        "９８７６５４３２１",
        "98-7654-321",
        "98\u20117654321",
        "98\u20137654\u2014321",
        "\u200b987654321\u2069",
        "Заказ 987654321 от 12.11.2026",
        "заказ 987654321, 21:40",
        "000987654321",
        "№000987654321",
        "987 654 321 г. Москва",
        "Заказ-987654321",
        "id=987654321",
    ],
)
def test_a_number_is_found_however_it_was_copied(text):
    assert read_paste(text).likely == (Identifier(number=987654321),)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://desk.example/chats/1001/4567/", Identifier(number=4567, meaning=Meaning.CHAT, business_id=1001)),
        ("/chats/1001/4567/?v=3", Identifier(number=4567, meaning=Meaning.CHAT, business_id=1001)),
        ("http://127.0.0.1:8000/chats/1001/4567/", Identifier(number=4567, meaning=Meaning.CHAT, business_id=1001)),
        (
            "https://partner.market.yandex.ru/supplier/21421/orders/987654321",
            Identifier(number=987654321, meaning=Meaning.ORDER),
        ),
        (
            "https://partner.market.yandex.ru/business/123/chats?chatId=4567&x=1",
            Identifier(number=4567, meaning=Meaning.CHAT),
        ),
        (
            "https://partner.market.yandex.ru/business/123/returns/777?orderId=987",
            Identifier(number=777, meaning=Meaning.RETURN),
        ),
        ("partner.market.yandex.ru/business/123/anything/555", Identifier(number=555)),
    ],
)
def test_an_address_gives_the_number_it_is_about(text, identifier):
    assert read_paste(text).likely == (identifier,)


def test_several_numbers_are_each_taken_once():
    assert numbers("1234567, 7654321\n1234567; 999999\n7777777 8888888") == [1234567, 7654321, 999999, 7777777, 8888888]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \u00a0\u200b\n", "empty"),
        ("№", "no_digits"),
        ("где посылка?", "no_digits"),
        ("https://market.yandex.ru/", "no_digits"),
        ("https://partner.market.yandex.ru/business/123/", "no_digits"),
        ("12.11.2026", "no_digits"),
        ("1990,00", "no_digits"),
        ("0", "zero"),
        ("9223372036854775808", "too_long"),
        ("1" * 5_000, "too_long"),
        ("+7 (912) 345-67-89", "phone"),
        ("8-912-345-67-89", "phone"),
        ("+79123456789", "phone"),
        ("ACMA:" + "x" * 40 + ":0123abcd", "token"),
        (f"{ORDER} key: acma:123", "token"),
        ("\n".join(str(number) for number in range(1, 12)), "too_many"),
        ("1 " * 5_000, "too_many"),
        ("\n".join(str(number) for number in range(310001, 310012)), "too_many"),
    ],
)
def test_what_cannot_be_an_id_is_refused_by_kind(text, kind):
    with pytest.raises(NotAnIdentifier) as refusal:
        read_paste(text)

    assert refusal.value.kind == kind
    assert refusal.value.args == (kind,)


def test_the_largest_id_is_taken():
    assert read_paste(str(LARGEST_ID)).likely == (Identifier(number=LARGEST_ID),)


@given(st.integers(1, LARGEST_ID), st.sampled_from(["{}", "№{}", " {} ", "«{}»", "Заказ {}", "\u202f{}\u00a0", "{}-1"]))
def test_any_id_survives_its_wrapping(number, wrapping):
    if wrapping == "{}-1" and number < 100_000:
        return
    assert read_paste(wrapping.format(number)).likely == (Identifier(number=number),)


@given(st.text(alphabet=st.sampled_from("0123456789 -–/.,;₽%№+()\tаБ件月年шт"), max_size=60) | st.text())
def test_any_text_ends_in_something_to_look_up_or_a_reason(text):
    try:
        paste = read_paste(text)
    except NotAnIdentifier as refusal:
        assert refusal.kind
    else:
        wanted = [*paste.likely, *paste.otherwise]
        assert 1 <= len(wanted) <= 10
        assert all(isinstance(one, OwnNumber) or 1 <= one.number <= LARGEST_ID for one in wanted)


@pytest.mark.parametrize(
    "piece",
    ["1 000 ", "+7", "12:30 ", "трек ", "янв ", "a-", "а1-", "111 ", "1-", "x", "1,", "₽1 ", "年1", "a/1-", "(7"],
)
def test_s11_no_text_is_slow_to_read(piece):
    text = piece * 4_000

    best = min(seconds_to_read(text) for _ in range(3))

    assert best < 0.2  # a fifth of this on a machine that has nothing else to do


def seconds_to_read(text):
    started = time.perf_counter()
    with suppress(NotAnIdentifier):
        read_paste(text)
    return time.perf_counter() - started
