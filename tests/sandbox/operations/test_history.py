from datetime import UTC, datetime, timedelta

import pytest

from chats.sandbox.content import chats as content
from chats.sandbox.content.dialogue import lines_of

from ..asking import HOME, TECH, ask, get_chat, get_chats, get_history
from ..contract import faults_in

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id
NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)
ROWS = [(HOME_ID, row) for row in content.HOME_ROWS] + [(TECH_ID, row) for row in content.TECH_ROWS]
LAST = {"WAITING_FOR_PARTNER": "CUSTOMER", "WAITING_FOR_CUSTOMER": "PARTNER", "NEW": "CUSTOMER", "FINISHED": "MARKET"}


def page(sandbox, chat_id, body=None, **how):
    reply = get_history(sandbox, chat_id, body, **how)
    assert reply.status == 200, reply.body
    return reply.json["result"]


def numbers(sandbox, chat_id, body=None, **query):
    return [one["messageId"] for one in page(sandbox, chat_id, body, query=query)["messages"]]


def walked(sandbox, chat_id, body=None, **query):
    """All pages, one after the other."""
    found, token = [], None
    while not found or token:
        one = page(sandbox, chat_id, body, query={**query, **({"pageToken": token} if token else {})})
        found.append([message["messageId"] for message in one["messages"]])
        token = one["paging"].get("nextPageToken")
    return found


@pytest.mark.parametrize(("business_id", "row"), ROWS, ids=lambda value: getattr(value, "chat_id", value))
def test_every_conversation_is_what_the_document_says_and_goes_with_its_chat(sandbox, business_id, row):
    reply = get_history(sandbox, row.chat_id, business_id=business_id, query={"limit": 100})
    chat = get_chat(sandbox, row.chat_id, business_id=business_id).json["result"]

    result = reply.json["result"]
    newest = result["messages"][0]
    if row.context.type != "REVIEW":
        assert faults_in("getChatHistory", 200, reply.json) == []
    assert result["context"] == chat["context"]
    assert newest["createdAt"] == chat["updatedAt"]
    assert newest["sender"] == LAST.get(row.status, newest["sender"])
    assert 3 <= len(result["messages"]) <= 12 or row.status == "NEW" or row.chat_id == content.LONG_CHAT


def test_the_conversations_have_all_that_a_page_has_to_bear():
    chats = [
        chat for rows in (content.HOME_ROWS, content.TECH_ROWS) for chat in content.chats_by_id(rows, NOW).values()
    ]
    lines = [line for chat in chats for line in lines_of(chat)]
    texts = "".join(line.text or "" for line in lines)

    assert {line.sender for line in lines} == {"PARTNER", "CUSTOMER", "MARKET", "SUPPORT"}
    assert any(line.text is None and not line.files for line in lines)
    assert all(piece in texts for piece in ("https://", "<script>", "\u202e", "\u200b", "\n", "щ" * 4_000, "👍"))
    assert max(len(line.text or "") for line in lines) <= 4_096
    assert any("\u202e" in name for line in lines for name, _ in line.files)


def test_the_newest_come_first_unless_told_otherwise(sandbox):
    newest_first = numbers(sandbox, 310002)
    sandbox.set_history(oldest_first=True)

    assert newest_first == sorted(newest_first, reverse=True)
    assert numbers(sandbox, 310002) == newest_first[::-1]


def test_a_message_from_which_on_is_there_itself_unless_told_otherwise(sandbox):
    *newer, wanted, _ = numbers(sandbox, 310002)

    assert numbers(sandbox, 310002, {"messageIdFrom": wanted}) == [*newer, wanted]
    sandbox.set_history(from_is_excluded=True)
    assert numbers(sandbox, 310002, {"messageIdFrom": wanted}) == newer


@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_thousand_messages_come_page_by_page_each_once(sandbox, oldest_first):
    sandbox.set_history(oldest_first=oldest_first)

    pages = walked(sandbox, content.LONG_CHAT, limit=100)

    together = [number for one in pages for number in one]
    assert [len(one) for one in pages] == [100] * 10
    assert together == sorted(set(together), reverse=not oldest_first)


def test_pages_may_go_on_for_ever(sandbox):
    sandbox.set_history(endless=True)

    first = page(sandbox, 310002, query={"limit": 100})
    again = [first["paging"]["nextPageToken"]]
    for _ in range(3):
        empty = page(sandbox, 310002, query={"limit": 100, "pageToken": again[-1]})
        again.append(empty["paging"]["nextPageToken"])

    assert (empty["messages"], len(set(again))) == ([], 1)


def test_a_message_that_comes_between_two_pages_moves_nothing(sandbox):
    first = page(sandbox, content.LONG_CHAT, query={"limit": 3})
    sandbox.say(HOME_ID, content.LONG_CHAT, "Ещё вопрос")

    second = page(sandbox, content.LONG_CHAT, query={"limit": 3, "pageToken": first["paging"]["nextPageToken"]})

    numbers_of = [[one["messageId"] for one in part["messages"]] for part in (first, second)]
    assert max(numbers_of[1]) < min(numbers_of[0])


@pytest.mark.parametrize(
    ("chat_id", "body", "query"),
    [(310002, {}, {"limit": 3}), (310002, {"messageIdFrom": 5}, {"limit": 2}), (310003, {}, {"limit": 2})],
)
def test_a_token_is_good_only_for_its_own_question(sandbox, chat_id, body, query):
    token = page(sandbox, 310002, query={"limit": 2})["paging"]["nextPageToken"]

    reply = get_history(sandbox, chat_id, body, query={**query, "pageToken": token})

    assert (reply.status, reply.message) == (400, "Bad page token")


@pytest.mark.parametrize(
    ("chat_id", "body", "query", "words"),
    [
        (310002, {}, {"limit": 101}, "Parameter limit must be less than or equal to '100'"),
        (310002, {}, {"limit": 0}, "Parameter limit must be greater than or equal to '1'"),
        (310002, {"messageIdFrom": 0}, {}, "'messageIdFrom' must be greater than or equal to 1"),
        (310002, {"messageIdFrom": "x"}, {}, "Illegal input at 'messageIdFrom'"),
        (310002, b"", {}, "Required request body is missing"),
        ("x", {}, {}, "Type mismatch"),
    ],
)
def test_a_wrong_question_is_refused_in_words(sandbox, chat_id, body, query, words):
    reply = get_history(sandbox, chat_id, body, query=query)

    assert reply.status == 400
    assert reply.message.startswith(words)
    assert faults_in("getChatHistory", 400, reply.json) == []


@pytest.mark.parametrize("chat_id", [1, 420001])
def test_a_chat_that_the_business_does_not_have_has_no_history(sandbox, chat_id):
    reply = get_history(sandbox, chat_id)

    assert (reply.status, reply.message) == (404, f"Can't find chat by id: '{chat_id}'")


def test_what_somebody_says_is_in_the_history_and_moves_the_chat(sandbox):
    now = sandbox.clock() + timedelta(minutes=1)
    sandbox.clock = lambda: now

    said = sandbox.say(HOME_ID, 310003, "Спасибо", files=[("a.jpg", 5)])

    chat = get_chat(sandbox, 310003).json["result"]
    newest = page(sandbox, 310003)["messages"][0]
    assert (newest["messageId"], newest["message"], newest["sender"]) == (said.message_id, "Спасибо", "CUSTOMER")
    assert [(file["name"], file["size"]) for file in newest["payload"]] == [("a.jpg", 5)]
    assert (chat["status"], datetime.fromisoformat(chat["updatedAt"])) == ("WAITING_FOR_PARTNER", now)
    assert get_chats(sandbox).json["result"]["chats"][0]["chatId"] == 310003


def test_a_test_makes_a_chat_with_as_many_messages_as_it_needs(sandbox):
    chat = sandbox.add_chat(HOME_ID)
    empty = sandbox.messages(HOME_ID, chat.chat_id)

    sandbox.set_messages(HOME_ID, chat.chat_id, 5_000)

    messages = sandbox.messages(HOME_ID, chat.chat_id)
    assert (empty, len(messages), len({one.text for one in messages})) == ([], 5_000, 5_000)
    assert messages[-1].created_at == chat.updated_at
    assert len(numbers(sandbox, chat.chat_id)) == 50


def test_another_process_speaks_and_counts_over_http(sandbox):
    def told(name, **order):
        return ask(sandbox, "POST", f"/_sandbox/{name}", token=None, body=order).json["result"]

    said = told("say", business_id=HOME_ID, chat_id=310003, text="Алло", sender="SUPPORT")
    messages = told("messages", business_id=HOME_ID, chat_id=310003)
    told("set-messages", business_id=HOME_ID, chat_id=310003, count=3)
    told("set-history", oldest_first=True)

    assert (said["message"], said["sender"], messages[-1]) == ("Алло", "SUPPORT", said)
    assert len(told("messages", business_id=HOME_ID, chat_id=310003)) == 3
    assert numbers(sandbox, 310003) == sorted(numbers(sandbox, 310003))
