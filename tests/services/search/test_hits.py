"""What finds what. The table runs on both databases, and has one answer for both."""

import pytest

from chats.market.types import Sender
from chats.services import search

pytestmark = pytest.mark.django_db

TEXTS = (
    "Добрый день! Когда вернут деньги за возврат товара?",
    "Возвраты принимаем в пункте выдачи, чек № 12345 не нужен",
    "Посылка ещё не пришла, трек ABC-778 молчит",
    "Посылка пришла, всё отлично",
    "The parcel was delivered yesterday, thanks for the deliveries",
    "你好，我想退货退款",
    "请问什么时候可以换货",
    "Коро\u0301бка МЯТАЯ, прилагаю фото: кое\u00adчто",
)
CASES = (
    # what is typed, the numbers of the texts that it finds
    ("возврат", {1, 2}),
    ("возвратами ", {1, 2}),
    ("ВОЗВРАТ", {1, 2}),
    ("возвр", {1, 2}),
    ("возвр ", set()),
    ("во", set()),
    ("посылки", {3, 4}),
    ("посылка пришла", {3, 4}),
    ("пришла посылка", {3, 4}),
    ('"посылка пришла"', {4}),
    ("«посылка еще не»", {3}),
    ("“пришла посылка”", set()),
    ('"посылка пришла', {4}),
    ("все", {4}),
    ("всё", {4}),
    ("еще", {3}),
    ("товар возврат деньги", {1}),
    ("деньги посылка", set()),
    ("deliver", {5}),
    ("delivery ", {5}),
    ("parcels", {5}),
    ("12345", {2}),
    ("1234", {2}),
    ("№12345", {2}),
    ("№ ", None),
    ("1234 ", set()),
    ("abc-778", {3}),
    ("778", {3}),
    ("коробка", {8}),
    ("коробки", {8}),
    ("коро\u0301бка", {8}),
    ("мятая", {8}),
    ("кое\u00adчто", {8}),
    ("коечто", {8}),
    ("退货", {6}),
    ("退款", {6}),
    ("退货退款", {6}),
    ("货退", {6}),
    ("退款退货", set()),
    ("退", {6}),
    ("款", {6}),
    ("货", {6, 7}),
    ("退货 退款", {6}),
    ("换货", {7}),
    ("你好，我想", {6}),
    ('"你好 我想"', {6}),
    ('"好 我"', {6}),
    ('"我 你好"', set()),
    ("нет такого слова", set()),
    # what would be an operator, were it not a word
    ("посылка AND отлично", set()),
    ("посылка OR деньги", set()),
    ("NOT посылка", set()),
    ("NEAR(посылка пришла)", set()),
    ("посылка NEAR/2 пришла", set()),
    ("terms:посылка", set()),
    ("terms : посылка", set()),
    ("{terms sender}: посылка", set()),
    ("- посылка", {3, 4}),
    ("^посылка", {3, 4}),
    ("посы*", {3, 4}),
    ("*ылка", set()),
    ("посылка + отлично", {4}),
    ("посылка & отлично", {4}),
    ("посылка | отлично", {4}),
    ("!посылка", {3, 4}),
    ("посылка <-> пришла", {3, 4}),
    ("посылка:*", {3, 4}),
    ("посылка:AB", set()),
    ("'посылка'", {3, 4}),
    ("посылка' | 'деньги", set()),
    ("посылка\\", {3, 4}),
    ("пос\0ылка", {3, 4}),
    ("посылка\ud800", {3, 4}),
    ('посылка"; DROP TABLE chats_message; --', set()),
    ("%", None),
    ('""', None),
    ('"', None),
    ("…!?", None),
    ("", None),
    ("\0", None),
    ("_", None),
    ("а" * 10_000, set()),
    ("а " * 5_000, set()),
    ("退" * 10_000, set()),
    ('"' * 10_000, None),
)


@pytest.mark.parametrize(("typed", "numbers"), CASES)
def test_a_query_finds_the_same_on_both_databases(say, found, typed, numbers):
    for text in TEXTS:
        say(text)

    query = search.read_query(typed)

    assert bool(query.parts) is (numbers is not None)
    if numbers is not None:
        assert {TEXTS.index(text) + 1 for text in found(typed)} == numbers


@pytest.mark.parametrize(
    ("typed", "sender"),
    [
        ("посылка от:покупателя", Sender.CUSTOMER),
        ("от: магазина посылка", Sender.PARTNER),
        ("FROM:buyer посылка", Sender.CUSTOMER),
        ("посылка 来自：买家", Sender.CUSTOMER),
        ("посылка от:арбитра", Sender.SUPPORT),
        ("посылка от:маркета", Sender.MARKET),
    ],
)
def test_who_wrote_it_can_be_typed_as_well(say, found, typed, sender):
    for wrote in (Sender.CUSTOMER, Sender.PARTNER, Sender.SUPPORT, Sender.MARKET):
        say(f"посылка {wrote}", sender=wrote)

    assert found(typed) == [f"посылка {sender}"]


def test_from_nobody_known_is_two_words(say, found):
    say("Письмо от: соседа")

    assert found("от:соседа") == ["Письмо от: соседа"]


def test_hits_of_any_length_are_found_by_their_words(say, found):
    say("слово " * 2_500 + "конец")
    say("ю" * 10_000)
    say("货" * 10_000)
    say("'\"\\:* & | !")

    assert [len(text) for text in found("конец")] == [15_005]
    assert [len(text) for text in found("ю" * 64)] == [10_000]
    assert [len(text) for text in found("货货货")] == [10_000]
