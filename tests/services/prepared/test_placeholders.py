import pytest

from chats.services.prepared.placeholders import (
    PLACEHOLDER_NAMES,
    BadAnswerText,
    check_placeholders,
    fill,
    has_gaps,
    values_of,
)

VALUES = {"buyer": "Иван П.", "order": "54810000102", "return": "", "store": "Уголок", "seller": "Дом", "agent": "Анна"}


@pytest.mark.parametrize("name", PLACEHOLDER_NAMES)
def test_a_placeholder_goes_by_each_of_its_names_in_any_case_and_width(name):
    for alias in PLACEHOLDER_NAMES[name]:
        for written in (f"{{{alias}}}", f"{{ {alias.upper()} }}", f"｛{alias}｝"):
            assert fill(written, {name: "value"}).text == "value"


def test_values_stand_where_the_placeholders_stood():
    filled = fill("Здравствуйте, {покупатель}! Заказ {order}: {оператор}, «{магазин}».", VALUES)

    assert filled.text == "Здравствуйте, Иван П.! Заказ 54810000102: Анна, «Уголок»."
    assert (filled.missing, has_gaps(filled.text)) == ((), False)


def test_a_missing_value_is_a_gap_that_nothing_sends():
    filled = fill("Возврат {возврат}, возврат {return}, заказ {order}", VALUES)

    assert filled.text == "Возврат [[возврат?]], возврат [[return?]], заказ 54810000102"
    assert filled.missing == ("return",)
    assert has_gaps(filled.text)


def test_a_name_that_is_no_placeholder_stays_and_is_said_to_be_missing():
    filled = fill("{foo} {{buyer}}", VALUES)

    assert (filled.text, filled.missing) == ("{foo} {Иван П.}", ("foo",))


@pytest.mark.parametrize(
    "text", ["Hello {buyer}", "{ ПОКУПАТЕЛЬ }", "a [[возврат?]]", "[[Order?]]", "[[[[退货?]]", "｛买家｝"]
)
def test_what_still_waits_for_a_value_is_seen(text):
    assert has_gaps(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "plain", "[1] {x}", "a[b[0]]", "{", "}{", "{buyer\n}"),
        *(
            "[[1,2]]",
            "[[x]]",
            "[[",
            "[[]]",
            "[[?]]",
            "[[1,2],[3,4]]",
            "[[возврат]]",
            "[[почему?]]",
            "[[возврат?]",
            "[возврат?]",
        ),
        *('{"order": 1, "return": [[1, 2]]}', "{{order}}", "{{ buyer }}", "[[Файл:фото.png|мини]]"),
    ],
)
def test_w6_only_our_own_marks_of_missing_values_hold_a_text_back(text):
    assert not has_gaps(text)


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Hello {name}, {buyer}, {day}", "unknown", ("name", "day")),
        ("{}", "unknown", ("",)),
        ("{{buyer}}", "brace", ()),
        ("{buyer", "brace", ()),
        ("{% if x %}", "unknown", ("% if x %",)),
        ("{buyer.pk}", "unknown", ("buyer.pk",)),
        ("{0!r:>10}", "unknown", ("0!r:>10",)),
        ("see [[возврат?]]", "gap", ()),
    ],
)
def test_a_text_that_could_never_be_sent_is_not_kept(text, kind, names):
    with pytest.raises(BadAnswerText) as refused:
        check_placeholders(text)

    assert (refused.value.kind, refused.value.names) == (kind, names)


def test_a_text_with_placeholders_that_exist_is_kept():
    check_placeholders("Здравствуйте, {покупатель}! {Order}, {возврат} [1] [[1,2]] [[x]] [[почему?]]")


@pytest.mark.parametrize("text", ["{" * 4096, "{ " * 2048, "{buyer" * 680, " " * 4096 + "{", "{" + " " * 4095])
def test_no_text_takes_long(text):
    fill(text, VALUES)
    has_gaps(text)
    with pytest.raises(BadAnswerText):
        check_placeholders(text)


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("{agent}", "(agent)"),
        ("{{order}}", "((order))"),
        ("[[x?]]", "((x?))"),
        ("Ив\u202eан\u200b\nП.\t", "Иван П."),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("я" * 5000, "я" * 100),
        ("\u200b\u202e \n", ""),
        ("%(agent)s {{ 7*7 }}", "%(agent)s (( 7*7 ))"),
    ],
)
def test_a_buyers_name_is_words_and_nothing_else(home, agent, known_chat, sent, value):
    chat = known_chat(home, 310001, customer_name=sent)

    values = values_of(chat, agent)
    filled = fill("{buyer}", values)

    assert values["buyer"] == value
    assert filled.text == (value or "[[buyer?]]")
    assert has_gaps(filled.text) == (not value)


def test_what_a_chat_does_not_have_is_missing(home, agent, known_chat):
    chat = known_chat(home, 310001, order_id=None, campaign_id=None, customer_name="")

    values = values_of(chat, agent)

    assert {name for name, value in values.items() if not value} == {"buyer", "order", "return", "store", "agent"}


def test_values_come_from_the_chat_its_seller_and_the_agent(home, agent, known_chat):
    agent.first_name, agent.last_name = "Анна", "Смирнова"
    chat = known_chat(home, 310001, return_id=6620106, context_type="RETURN")

    assert values_of(chat, agent) == {
        "buyer": "Иван П.",
        "order": "54810000102",
        "return": "6620106",
        "store": home.campaigns.get(campaign_id=48211001).name,
        "seller": home.name,
        "agent": "Анна Смирнова",
    }


def test_a_sign_in_name_is_never_told_to_a_buyer(home, agent, known_chat):
    assert values_of(known_chat(home, 310001), agent)["agent"] == ""
