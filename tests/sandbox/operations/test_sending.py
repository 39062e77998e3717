import socket
from datetime import UTC, datetime, timedelta

import pytest

from chats.sandbox.content import cabinets

from ..asking import HOME, WRITES, get_chat, get_chats, get_history, send_file, send_message
from ..contract import faults_in

HOME_ID = HOME.business_id
NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)
OK = {"status": "OK"}


def test_a_message_of_the_shop_is_in_the_history_and_moves_the_chat(sandbox):
    now = sandbox.clock() + timedelta(minutes=1)
    sandbox.clock = lambda: now

    reply = send_message(sandbox, 310002, "Да,\nконечно 🙂")

    newest = get_history(sandbox, 310002).json["result"]["messages"][0]
    chat = get_chat(sandbox, 310002).json["result"]
    assert (reply.status, reply.json) == (200, OK)
    assert (newest["sender"], newest["message"]) == ("PARTNER", "Да,\nконечно 🙂")
    assert (chat["status"], datetime.fromisoformat(chat["updatedAt"])) == ("WAITING_FOR_CUSTOMER", now)
    assert get_chats(sandbox).json["result"]["chats"][0]["chatId"] == 310002


def test_messages_of_one_moment_have_their_own_numbers(sandbox):
    sandbox.clock = lambda: NOW
    before = len(sandbox.messages(HOME_ID, 310002))

    for _ in range(3):
        send_message(sandbox, 310002, "Да")

    messages = sandbox.messages(HOME_ID, 310002)
    assert len({one.message_id for one in messages}) == len(messages) == before + 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'message' size must be between '1' and '4096'"),
        ("щ" * 4097, "'message' size must be between '1' and '4096'"),
        (None, "'message' must not be null"),
        (7, "Illegal input at 'message'"),
    ],
)
def test_a_message_of_the_wrong_size_is_refused(sandbox, text, words):
    before = sandbox.messages(HOME_ID, 310002)

    reply = send_message(sandbox, 310002, text)

    assert (reply.status, reply.message) == (400, words)
    assert faults_in("sendMessageToChat", 400, reply.json) == []
    assert sandbox.messages(HOME_ID, 310002) == before


def test_the_longest_message_is_taken(sandbox):
    assert send_message(sandbox, 310002, "щ" * 4096).json == OK


@pytest.mark.parametrize("name", ["чек № 1.pdf", "<b>.png", "a;b=c.txt"])
def test_a_file_of_the_shop_is_in_the_history(sandbox, name):
    content_ = bytes(range(256)) * 3 + b"\r\n--edgy"

    reply = send_file(sandbox, 310002, content_, name=name)

    newest = get_history(sandbox, 310002).json["result"]["messages"][0]
    (file,) = newest["payload"]
    assert reply.json == OK
    assert (newest["sender"], "message" in newest) == ("PARTNER", False)
    assert (file["name"], file["size"]) == (name, len(content_))
    assert file["url"].startswith("https://files.messenger.yandex.net/file/")


@pytest.mark.parametrize(
    ("size", "status"), [(5 * 1024 * 1024, 200), (5 * 1024 * 1024 + 1, 400), (7 * 1024 * 1024, 400)]
)
def test_a_file_over_five_megabytes_is_refused(sandbox, size, status):
    before = len(sandbox.messages(HOME_ID, 310002))

    reply = send_file(sandbox, 310002, b"x" * size)

    assert reply.status == status
    assert len(sandbox.messages(HOME_ID, 310002)) == before + (status == 200)
    assert faults_in("sendFileToChat", status, reply.json) == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "multipart/form-data", 400),
        (b"--edge--\r\n", "multipart/form-data; boundary=edge", 400),
        (
            b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--edge--',
            "multipart/form-data; boundary=edge",
            400,
        ),
    ],
)
def test_what_is_no_file_is_refused(sandbox, body, kind, status):
    reply = send_file(sandbox, 310002, b"", body=body, headers={"Content-Type": kind})

    assert reply.status == status
    assert reply.message


@pytest.mark.parametrize("send", [lambda s, c: send_message(s, c, "Да"), lambda s, c: send_file(s, c, b"x")])
def test_nothing_can_be_sent_where_there_is_no_chat_or_it_is_finished(sandbox, send):
    unknown, finished = send(sandbox, 55555), send(sandbox, 310005)

    assert (unknown.status, unknown.message) == (404, "Can't find chat by id: '55555'")
    assert (finished.status, finished.message) == (400, "Chat '310005' is finished, messages can't be sent to it")


@pytest.mark.parametrize("operation", WRITES)
@pytest.mark.parametrize("kind", ["READ_ONLY", "ORDERS_ONLY"])
def test_a_key_that_may_not_write_is_told_which_scopes_may(sandbox, operation, kind):
    before = sandbox.messages(HOME_ID, 310002)

    reply = WRITES[operation](sandbox, token=getattr(cabinets, kind)[HOME_ID])

    assert reply.status == 403
    assert reply.message == "Token does not have any of the scopes to access the API method: all-methods, communication"
    assert sandbox.messages(HOME_ID, 310002) == before


def test_half_a_request_is_no_request(sandbox):
    before = sandbox.messages(HOME_ID, 310002)
    body = '{"message": "Да"}'.encode()
    head = (
        f"POST /v2/businesses/{HOME_ID}/chats/message?chatId=310002 HTTP/1.1\r\nApi-Key: {HOME.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    ).encode()

    with socket.create_connection((sandbox.host, sandbox.port), timeout=2) as line:
        line.sendall(head + body)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100) == b""

    assert sandbox.messages(HOME_ID, 310002) == before
    assert sandbox.calls == []
