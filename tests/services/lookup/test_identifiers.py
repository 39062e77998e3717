import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.market.limits import LARGEST_ID
from chats.services.lookup.identifiers import Identifier, Meaning, NotAnIdentifier, identifiers_in


@pytest.mark.parametrize(
    "text",
    [
        "987654321",
        "  987654321\n",
        "№ 987654321",
        "No. 987654321",
        "#987654321",
        "«987654321»",
        '"987654321"',
        "987 654 321",
        "987\u00a0654\u202f321",
        "９８７６５４３２１",
        "98-7654-321",
        "98\u20117654321",
        "\u200b987654321\u2069",
        "Заказ 987654321 от 12.11.2026",
        "заказ 987654321, 21:40",
        "000987654321",
    ],
)
def test_a_number_is_found_however_it_was_copied(text):
    assert identifiers_in(text) == (Identifier(number=987654321),)


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
    assert identifiers_in(text) == (identifier,)


def test_several_numbers_are_each_taken_once():
    found = identifiers_in("1234567, 7654321\n1234567; 99\n7777777 8888888")

    assert [identifier.number for identifier in found] == [1234567, 7654321, 99, 7777777, 8888888]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \u00a0\u200b\n", "empty"),
        ("№", "no_digits"),
        ("где посылка?", "no_digits"),
        ("https://market.yandex.ru/", "no_digits"),
        ("https://partner.market.yandex.ru/business/123/", "no_digits"),
        ("0", "zero"),
        ("9223372036854775808", "too_long"),
        ("1" * 5_000, "too_long"),
        ("+7 (912) 345-67-89", "phone"),
        ("8-912-345-67-89", "phone"),
        ("+79123456789", "phone"),
        ("ACMA:" + "x" * 40 + ":0123abcd", "token"),
        ("key: acma:123", "token"),
        ("\n".join(str(number) for number in range(1, 12)), "too_many"),
    ],
)
def test_what_cannot_be_an_id_is_refused_by_kind(text, kind):
    with pytest.raises(NotAnIdentifier) as refusal:
        identifiers_in(text)

    assert refusal.value.kind == kind
    assert refusal.value.args == (kind,)


def test_the_largest_id_is_taken():
    assert identifiers_in(str(LARGEST_ID)) == (Identifier(number=LARGEST_ID),)


@given(st.integers(1, LARGEST_ID), st.sampled_from(["{}", "№{}", " {} ", "«{}»", "Заказ {}", "\u202f{}\u00a0"]))
def test_any_id_survives_its_wrapping(number, wrapping):
    assert identifiers_in(wrapping.format(number)) == (Identifier(number=number),)


@given(st.text())
def test_any_text_ends_in_numbers_or_a_reason(text):
    try:
        assert all(1 <= identifier.number <= LARGEST_ID for identifier in identifiers_in(text))
    except NotAnIdentifier as refusal:
        assert refusal.kind
