from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chats.models import Draft, Message, Reply
from chats.services import conversation, replies
from chats.services.replies import ChosenFile, drafts
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.attachments.documents import PNG
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen

LATER = NOW + timedelta(seconds=1)


def chosen(content: bytes = PNG, name: str = "снимок.png") -> ChosenFile:
    return ChosenFile(name=name, size=len(content), content=content)


def attach(agent, chat, content: bytes = PNG, *, reply_id: UUID | None = None):
    file = chosen(content)
    return replies.send_file(agent, again(chat), reply_id=reply_id or uuid4(), file=file, now=LATER)


@pytest.fixture
def send_all(agent, read_chat):
    """The plain form: send_all("text", [files])."""

    def send(text: str, files: list[ChosenFile], *, file_id: UUID | None = None) -> replies.Batch:
        form = {"reply_id": replies.draft_of(agent, read_chat).reply_id, "seen": seen(read_chat), "anyway": False}
        file_id = file_id or uuid4()
        return replies.send_all(agent, again(read_chat), text=text, files=files, file_id=file_id, now=LATER, **form)

    return send


def sent(market) -> list[str]:
    written = [one for one in market.messages(HOME_ID, CHAT_ID) if one.sender == "PARTNER"]
    return [one.text or one.files[0].name for one in written][-4:]


def calls(market) -> list[str]:
    return [call.operation for call in market.calls if call.operation.startswith("send")]


def test_a_file_is_sent_once_under_its_own_id_and_leaves_the_draft_alone(agent, chat, market):
    drafts.keep_draft(agent, chat, TEXT, now=NOW)
    draft, reply_id = drafts.draft_of(agent, chat), uuid4()

    first, second = attach(agent, chat, reply_id=reply_id), attach(agent, chat, reply_id=reply_id)
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=1))

    assert (first.kind, second.kind) == ("sent", "again")
    files = [file for one in market.messages(HOME_ID, CHAT_ID) for file in one.files if one.sender == "PARTNER"]
    assert [(file.name, file.size) for file in files] == [("снимок.png", len(PNG))]
    assert Message.objects.get(reply__reply_id=reply_id).files[0]["name"] == "снимок.png"
    assert (Draft.objects.get().text, Draft.objects.get().reply_id) == (TEXT, draft.reply_id)


def test_u9_a_file_whose_answer_was_lost_is_found_in_the_history(agent, chat, market):
    market.fail("closed", operation="sendFileToChat")

    assert attach(agent, chat).kind == "sent"
    assert calls(market) == ["sendFileToChat"]


def test_s9_a_file_that_cannot_be_sent_is_said_and_costs_nothing(agent, chat, market):
    before = len(market.calls)

    kinds = [attach(agent, chat, content).problem.kind for content in (b"", PNG * 50_000, b"<svg onload=alert(1)>")]

    assert kinds == ["empty_file", "too_large", "file_type"]
    assert (len(market.calls), Reply.objects.count()) == (before, 0)


def test_w3_the_text_goes_first_and_then_the_files_in_their_order(send_all, market):
    files = [chosen(PNG, "1.png"), chosen(PNG, "2.png"), chosen(PNG, "2.png")]

    batch = send_all(TEXT, files)

    assert sent(market) == [TEXT, "1.png", "2.png", "2.png"]
    assert (batch.outcome.kind, batch.with_text, len(batch.arrived), batch.left) == ("sent", True, 3, ())
    assert Reply.objects.filter(state="SENT").count() == 4


def test_w3_files_go_without_a_text(send_all, market):
    batch = send_all("  ", [chosen(PNG, "1.png")])

    assert calls(market) == ["sendFileToChat"]
    assert (batch.outcome.kind, batch.with_text) == ("sent", False)


def test_b2_the_same_form_sent_again_sends_nothing(send_all, market):
    file_id, files = uuid4(), [chosen(PNG, "1.png"), chosen(PNG, "2.png")]
    send_all("", files, file_id=file_id)

    again_sent = send_all("", files, file_id=file_id)
    other = send_all("", [chosen(PNG + b"!", "3.png")], file_id=file_id)

    assert calls(market) == ["sendFileToChat"] * 3
    assert (again_sent.outcome.kind, len(again_sent.arrived)) == ("again", 2)
    assert (other.outcome.kind, sent(market)[-1]) == ("sent", "3.png")


@pytest.mark.parametrize(("fault", "kind"), [("400", "refused"), ("500", "unknown")])
def test_w2_what_does_not_certainly_arrive_stops_the_rest(send_all, market, fault, kind):
    market.fail(fault, operation="sendFileToChat", times=1, **({"taken": False} if fault == "500" else {}))
    files = [chosen(PNG, "1.png"), chosen(PNG, "2.png")]

    batch = send_all(TEXT, files)

    assert calls(market) == ["sendMessageToChat", "sendFileToChat"]
    assert (batch.outcome.kind, batch.stopped_at, batch.arrived, batch.left) == (kind, files[0], (), tuple(files))


def test_w2_a_file_that_cannot_be_sent_stops_those_after_it(send_all, market):
    bad = chosen(b"<svg/>", "2.svg")

    batch = send_all("", [chosen(PNG, "1.png"), bad, chosen(PNG, "3.png")])

    assert calls(market) == ["sendFileToChat"]
    assert (batch.outcome.kind, batch.stopped_at) == ("invalid", bad)
    assert [one.name for one in batch.left] == ["2.svg", "3.png"]


def test_w3_a_text_that_is_not_sent_keeps_the_files_back(send_all, market):
    market.fail("400", operation="sendMessageToChat")

    batch = send_all(TEXT, [chosen(PNG)])

    assert calls(market) == ["sendMessageToChat"]
    assert (batch.outcome.kind, batch.with_text, len(batch.left)) == ("refused", False, 1)


def test_w2_more_than_ten_files_are_refused_before_anything_leaves(send_all, agent, read_chat, market):
    files = [chosen(PNG, f"{number}.png") for number in range(11)]

    batch = send_all(TEXT, files)

    assert calls(market) == []
    assert (batch.outcome.kind, batch.outcome.problem.kind, len(batch.left)) == ("invalid", "too_many_files", 11)
    assert replies.draft_of(agent, read_chat).text == TEXT


def test_w2_what_became_of_a_file_can_be_asked_without_the_file(agent, chat, market):
    reply_id = uuid4()
    ask = {"reply_id": reply_id, "now": LATER}
    assert replies.became_of_file(agent, chat, **ask) is None

    attach(agent, chat, reply_id=reply_id)

    earlier = replies.became_of_file(agent, chat, **ask)
    assert (earlier.kind, earlier.reply.state) == ("again", "SENT")


def test_f55_until_when_a_limit_holds_is_known_before_anything_is_sent(agent, chat, market):
    assert replies.sending_hour(chat.seller, now=LATER).closed_until == {}
    market.fail("420_hourly", operation="sendFileToChat")

    outcome = attach(agent, chat)

    assert replies.sending_hour(chat.seller, now=LATER).closed_until == {"sendFileToChat": outcome.problem.until}
    assert replies.sending_hour(chat.seller, now=outcome.problem.until).closed_until == {}


def test_w2_names_do_not_make_a_file_another_one(send_all, market):
    file_id, file = uuid4(), chosen(PNG, "1.png")
    send_all("", [file], file_id=file_id)

    assert send_all("", [replace(file, name="2.png")], file_id=file_id).outcome.kind == "again"
