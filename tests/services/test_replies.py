import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chats.models import Chat, Draft, Message, Quota, Reply, Seller, Standing
from chats.services import drafts, freshness, history, replies, upstream
from chats.services.quota import Lane
from chats.services.settling import LEASE
from tests.desk_fixture import NOW

HOME_ID, CHAT_ID = 1001, 310002
TEXT = "Здравствуйте! Заказ уже в пути.\nХорошего дня!"
PERMITTED = ["INVENTORY_AND_ORDER_PROCESSING", "ALL_METHODS_READ_ONLY"]


@pytest.fixture
def market(market_of_now):
    return market_of_now


@pytest.fixture
def chat(home, market) -> Chat:
    """A chat that is read and on the agent's page."""
    chat = freshness.first_sight(home, CHAT_ID, now=NOW)
    history.read_on(chat, Lane.AGENT, now=NOW)
    return chat


@pytest.fixture
def press(agent, chat):
    """Presses the button: press("text"), with what the agent's page shows unless it is said otherwise."""

    def send(text: str = TEXT, *, by=agent, seconds: float = 1, **form) -> replies.Outcome:
        shown = {"reply_id": drafts.draft_of(by, chat).reply_id, "seen": seen(chat), "anyway": False}
        return replies.send(by, again(chat), text=text, now=NOW + timedelta(seconds=seconds), **{**shown, **form})

    return send


def again(chat: Chat) -> Chat:
    return Chat.objects.select_related("seller").get(pk=chat.pk)


def seen(chat: Chat) -> int | None:
    known = history.messages(chat, most=1)
    return known[-1].message_id if known else None


def written(market) -> list[str]:
    """What our side wrote at Market, as far as these tests do."""
    return [one.text for one in market.messages(HOME_ID, CHAT_ID) if one.sender == "PARTNER" and one.text == TEXT]


def sends(market) -> int:
    return sum(call.operation == "sendMessageToChat" for call in market.calls)


def test_a_reply_reaches_the_buyer_and_leaves_the_composer(press, agent, chat, market):
    before = drafts.draft_of(agent, chat).reply_id

    outcome = press()

    assert (outcome.kind, outcome.draft.text, written(market)) == ("sent", "", [TEXT])
    assert outcome.draft.reply_id != before == outcome.reply.reply_id
    row = Reply.objects.get()
    assert (row.state, row.text, row.agent, row.known_message_id) == ("SENT", TEXT, agent, seen(chat))
    assert row.settled_at is not None


def test_the_next_pulse_shows_the_reply_in_the_history(press, chat, market):
    press()

    pulsed = freshness.refresh_if_due(again(chat), now=NOW + timedelta(seconds=10))
    history.read_on_if_due(pulsed, now=NOW + timedelta(seconds=10))

    newest = history.messages(chat)[-1]
    assert (newest.text, newest.reply, pulsed.status) == (TEXT, Reply.objects.get(), "WAITING_FOR_CUSTOMER")
    assert replies.on_their_way(chat, now=NOW + timedelta(seconds=10)) == []


def test_until_then_it_is_on_its_way(press, chat):
    outcome = press()

    assert replies.on_their_way(chat, now=NOW + timedelta(seconds=2)) == [outcome.reply]
    assert replies.open_questions(chat, now=NOW + timedelta(hours=9)) == []


def test_the_same_form_never_sends_twice(press, market):
    first = press()

    second = press(reply_id=first.reply.reply_id, seconds=2)

    assert (second.kind, second.reply, second.draft.text) == ("again", first.reply, "")
    assert written(market) == [TEXT]


def test_another_tab_with_another_text_under_the_same_id_sends_nothing_and_loses_nothing(press, market):
    first = press()

    second = press("Совсем другое", reply_id=first.reply.reply_id)

    assert (second.kind, second.draft.text) == ("again", "Совсем другое")
    assert (second.draft.reply_id == first.reply.reply_id, sends(market)) == (False, 1)


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_send_once(press, market):
    outcomes = []
    reply_id = uuid4()
    threads = [threading.Thread(target=lambda: outcomes.append(press(reply_id=reply_id))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome.kind for outcome in outcomes) == ["again", "again", "again", "sent"]
    assert written(market) == [TEXT]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty_text"),
        (" \n\t ", "empty_text"),
        ("\u200b\u3164", "empty_text"),
        ("я" * 4097, "too_long"),
        ("Здравствуйте, [[покупатель?]]!", "missing_value"),
        ("{заказ} едет", "missing_value"),
    ],
)
def test_a_text_that_cannot_be_sent_is_said_and_kept(press, market, text, problem):
    outcome = press(text)

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text) == ("invalid", problem, text)
    assert (sends(market), Reply.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["я" * 4096, "😀" * 4096, "раз\n" * 1024])
def test_a_text_as_long_as_market_takes_it_is_sent(press, text):
    assert press(text).kind == "sent"


def test_a_line_break_is_one_character_as_market_counts(press, market):
    outcome = press("а\r\n" * 2048)

    assert (outcome.kind, outcome.reply.text) == ("sent", "а\n" * 2048)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("400", "refused"),
        ("401", "dead_key"),
        ("403_scope", "read_only_token"),
        ("403_access", "no_access"),
        ("404", "not_found"),
        ("420_hourly", "hourly_limit"),
        ("420_parallel", "parallel_limit"),
        ("423", "refused"),
    ],
)
def test_a_refusal_says_why_and_the_next_press_is_another_reply(press, agent, chat, market, fault, kind):
    market.fail(fault, operation="sendMessageToChat")

    refused = press()
    market.clear()

    assert (refused.kind, refused.problem.kind, refused.draft.text) == ("refused", kind, TEXT)
    assert (refused.reply.state, refused.reply.problem_kind) == ("REFUSED", kind)
    assert refused.draft.reply_id != refused.reply.reply_id
    assert press(reply_id=refused.reply.reply_id).problem.kind == kind
    assert (sends(market), written(market)) == (1, [])
    assert press(seconds=3 * 3600, anyway=True).kind == "sent"
    assert written(market) == [TEXT]


def test_markets_own_words_are_kept_with_a_refusal(press, market):
    market.set_chat(HOME_ID, CHAT_ID, status="FINISHED")

    outcome = press()

    assert "finished" in outcome.problem.detail
    assert Reply.objects.get().problem_detail == outcome.problem.detail


def test_a_quota_that_is_used_up_is_said_with_its_time_and_costs_no_call(press, home, market):
    renews = NOW + timedelta(minutes=20)
    Quota.objects.create(seller=home, operation="sendMessageToChat", allowance=1000, remaining=0, renews_at=renews)

    outcome = press()

    assert (outcome.kind, outcome.problem.kind, outcome.problem.until) == ("refused", "hourly_limit", renews)
    assert (sends(market), outcome.draft.text) == (0, TEXT)


def test_an_open_circuit_refuses_and_the_text_stays(press, home, market):
    Standing.objects.create(seller=home, failures=5, shut_until=NOW + timedelta(seconds=60), error_kind="broken")

    outcome = press()

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text, sends(market)) == ("refused", "shut", TEXT, 0)


@pytest.mark.parametrize(
    "fault", ["500", "502", "closed", "reset", "truncated", "html", "empty", "error_in_200", "null"]
)
@pytest.mark.parametrize("taken", [True, False])
def test_u9_an_unknown_outcome_is_settled_by_the_history_and_never_sent_again(press, market, fault, taken):
    market.fail(fault, operation="sendMessageToChat", taken=taken)

    outcome = press()
    market.clear()
    once_more = press(reply_id=outcome.reply.reply_id, seconds=5)

    assert (outcome.kind, outcome.draft.text) == (("sent", "") if taken else ("unknown", TEXT))
    assert (once_more.kind, once_more.reply.state) == ("again", "SENT" if taken else "UNKNOWN")
    assert (sends(market), len(written(market))) == (1, taken)


def test_without_a_history_it_stays_a_question_that_a_later_reading_answers(press, agent, chat, market):
    market.fail("500")

    asked = press(anyway=True)
    questions = replies.open_questions(chat, now=NOW + timedelta(minutes=1))
    market.clear()
    Standing.objects.all().delete()
    history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=5))

    assert (asked.kind, questions) == ("unknown", [asked.reply])
    assert (Reply.objects.get().state, Reply.objects.get().message.text) == ("SENT", TEXT)
    assert replies.open_questions(chat, now=NOW + timedelta(minutes=5)) == []
    assert drafts.draft_of(agent, chat).text == ""


@pytest.fixture
def unknown(press, market) -> Reply:
    """A reply whose outcome nobody knows, because it was lost on its way to Market."""
    market.fail("500", operation="sendMessageToChat", taken=False)
    outcome = press()
    market.clear()
    return outcome.reply


def test_what_the_agent_does_not_find_goes_back_into_the_composer_under_a_new_id(unknown, press, agent, chat, market):
    draft = replies.drop(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert (draft.text, draft.reply_id == unknown.reply_id) == (TEXT, False)
    assert Reply.objects.get().state == "DROPPED"
    assert press(reply_id=unknown.reply_id).kind == "again"
    assert press(seconds=10).kind == "sent"
    assert written(market) == [TEXT]


def test_what_the_agent_does_find_leaves_the_composer(unknown, agent, chat):
    draft = replies.confirm(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert (draft.text, Reply.objects.get().state) == ("", "SENT")


def test_a_colleague_may_answer_the_question_and_the_author_keeps_the_text(unknown, agent, boss, chat):
    theirs = replies.drop(boss, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert theirs.text == drafts.draft_of(agent, chat).text == TEXT
    assert drafts.draft_of(agent, chat).reply_id != unknown.reply_id


@pytest.mark.parametrize("decide", [replies.drop, replies.confirm])
def test_only_an_open_question_of_this_chat_can_be_answered(decide, press, agent, chat, home, known_chat, unknown):
    elsewhere = known_chat(home, 310003)
    Reply.objects.filter(pk=unknown.pk).update(chat=elsewhere)
    sent = press(reply_id=uuid4()).reply

    decide(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))
    decide(agent, chat, sent.reply_id, now=NOW + timedelta(seconds=9))
    decide(agent, chat, uuid4(), now=NOW + timedelta(seconds=9))

    assert {reply.pk: reply.state for reply in Reply.objects.all()} == {unknown.pk: "UNKNOWN", sent.pk: "SENT"}


@pytest.fixture
def left_behind(agent, chat) -> Reply:
    """The row of a process that died while it sent."""
    draft = drafts.keep(agent, chat, TEXT, now=NOW)
    times = {"started_at": NOW, "leased_until": NOW + LEASE, "known_message_id": seen(chat)}
    return Reply.objects.create(reply_id=draft.reply_id, chat=chat, agent=agent, text=TEXT, **times)


def test_m4_what_a_dead_process_left_behind_is_a_question_once_its_lease_is_over(
    left_behind, press, agent, chat, market
):
    meanwhile = press(reply_id=left_behind.reply_id)
    nothing_to_ask = replies.open_questions(chat, now=NOW + LEASE - timedelta(seconds=1))
    undecided = replies.drop(agent, chat, left_behind.reply_id, now=NOW + timedelta(seconds=1))
    afterwards = press(reply_id=left_behind.reply_id, seconds=LEASE.total_seconds() + 1)

    assert (meanwhile.kind, meanwhile.reply.state, nothing_to_ask) == ("again", "SENDING", [])
    assert undecided.reply_id == left_behind.reply_id
    assert (afterwards.kind, afterwards.reply.state, afterwards.draft.text) == ("again", "UNKNOWN", TEXT)
    assert replies.open_questions(chat, now=NOW + LEASE * 2) == [left_behind]
    assert sends(market) == 0


def test_m4_what_a_dead_process_had_sent_is_found_in_the_history(left_behind, agent, chat, market):
    market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW + timedelta(seconds=2))

    pulsed = freshness.refresh_if_due(again(chat), now=NOW + timedelta(minutes=1))
    history.read_on_if_due(pulsed, now=NOW + timedelta(minutes=1))

    assert (Reply.objects.get().state, drafts.draft_of(agent, chat).text) == ("SENT", "")


def test_m7_a_clock_that_was_set_back_does_not_keep_a_dead_process_alive(left_behind, chat):
    assert replies.open_questions(chat, now=NOW - timedelta(days=1)) == [left_behind]


def test_a_process_that_stood_still_sends_nothing_when_it_wakes(press, agent, chat, market, monkeypatch):
    monkeypatch.setattr(replies, "LATEST_START", -1.0)

    outcome = press()

    assert (outcome.kind, outcome.problem.kind, sends(market)) == ("refused", "slow", 0)


def test_an_older_message_with_the_same_words_settles_nothing(press, market, chat):
    market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW - timedelta(minutes=1))
    history.read_on(again(chat), Lane.AGENT, now=NOW)
    market.fail("500", operation="sendMessageToChat", taken=False)

    assert press().kind == "unknown"


def test_one_message_settles_one_reply_and_the_certain_one_has_it(press, boss, chat, market):
    market.fail("500", operation="sendMessageToChat", taken=False, times=1)
    lost = press().reply

    arrived = press(by=boss, seconds=2, anyway=True).reply
    history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=1))

    assert Reply.objects.get(pk=arrived.pk).message.text == TEXT
    assert Reply.objects.get(pk=lost.pk).state == "UNKNOWN"


def test_a_reply_that_the_history_settled_too_soon_is_refused_all_the_same(press, agent, chat, market, monkeypatch):
    def refused_after_a_colleague_wrote_the_same(*args, **options):
        market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW + timedelta(seconds=2))
        history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=3))
        raise replies.NotNow("busy")

    monkeypatch.setattr(replies, "pass_on", refused_after_a_colleague_wrote_the_same)

    outcome = press()

    assert (outcome.kind, outcome.draft.text, Reply.objects.get().state) == ("refused", TEXT, "REFUSED")


def test_what_was_written_on_while_it_was_sent_stays(press, agent, chat, market, monkeypatch):
    real = upstream.ask

    def slowly(*args, **options):
        drafts.keep(agent, chat, TEXT + " И ещё", now=NOW)
        return real(*args, **options)

    monkeypatch.setattr(upstream, "ask", slowly)

    outcome = press(anyway=True)

    assert (outcome.kind, outcome.draft.text) == ("sent", TEXT + " И ещё")


def test_a_buyer_who_wrote_meanwhile_holds_the_reply_back_once(press, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))

    held = press(seconds=20, seen=None)
    held = press(seconds=20, seen=held.news[-2].message_id)
    sent = press(seconds=21, anyway=True)

    assert (held.kind, [one.text for one in held.news], held.draft.text) == ("held", ["Уже не надо"], TEXT)
    assert (held.reply, sent.kind) == (None, "sent")


def test_what_the_page_shows_by_then_does_not_hold_the_reply_back(press, chat, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))
    history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=19))

    assert press(seconds=20).kind == "sent"


def test_a_colleagues_reply_holds_it_back_and_ones_own_does_not(press, agent, boss, chat, market):
    shown = seen(chat)
    press(by=boss, seconds=1)

    held = press("Дополню", seconds=20, seen=shown)
    press("Дополню", seconds=21, anyway=True)
    mine = press("И ещё", seconds=40, seen=held.news[-1].message_id)

    assert (held.kind, [one.text for one in held.news]) == ("held", [TEXT])
    assert mine.kind == "sent"


def test_a_history_that_cannot_be_read_stops_no_reply(press, market):
    market.fail("500", operation="getChatHistory")

    assert press(seconds=20).kind == "sent"


def test_right_after_a_reading_the_guard_costs_no_call(press, market):
    before = len(market.calls)

    press(seconds=2)

    assert len(market.calls) == before + 1


def test_another_persons_reply_is_neither_sent_nor_shown(press, boss, market):
    theirs = press(by=boss).reply

    outcome = press("Моё", reply_id=theirs.reply_id)

    assert (outcome.kind, outcome.problem.kind, outcome.reply) == ("refused", "used_id", None)
    assert (outcome.draft.text, sends(market)) == ("Моё", 1)


@pytest.mark.parametrize(
    ("scopes", "kind"),
    [
        ([], None),
        (["COMMUNICATION"], None),
        (["ALL_METHODS"], None),
        (PERMITTED, "read_only_token"),
        (["INVENTORY_AND_ORDER_PROCESSING"], "missing_scope"),
    ],
)
def test_a_token_that_may_not_write_is_said_before_anything_is_written(press, home, market, scopes, kind):
    Seller.objects.update(scopes=scopes)
    trouble = replies.trouble(Seller.objects.get())

    outcome = press()

    assert (trouble.kind if trouble else None) == kind
    assert (outcome.kind, sends(market)) == (("refused", 0) if kind else ("sent", 1))


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def attach(agent, chat, content: bytes = PNG, *, name: str = "снимок.png", reply_id: UUID | None = None):
    now = NOW + timedelta(seconds=1)
    return replies.send_file(agent, again(chat), reply_id=reply_id or uuid4(), name=name, content=content, now=now)


def test_a_file_is_sent_once_under_its_own_id_and_leaves_the_draft_alone(agent, chat, market):
    drafts.keep(agent, chat, TEXT, now=NOW)
    draft, reply_id = drafts.draft_of(agent, chat), uuid4()

    first, second = attach(agent, chat, reply_id=reply_id), attach(agent, chat, reply_id=reply_id)
    history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=1))

    assert (first.kind, second.kind) == ("sent", "again")
    files = [file for one in market.messages(HOME_ID, CHAT_ID) for file in one.files if one.sender == "PARTNER"]
    assert [(file.name, file.size) for file in files] == [("снимок.png", len(PNG))]
    assert Message.objects.get(reply__reply_id=reply_id).files[0]["name"] == "снимок.png"
    assert (Draft.objects.get().text, Draft.objects.get().reply_id) == (TEXT, draft.reply_id)


def test_u9_a_file_whose_answer_was_lost_is_found_in_the_history(agent, chat, market):
    market.fail("closed", operation="sendFileToChat")

    assert attach(agent, chat).kind == "sent"
    assert sum(call.operation == "sendFileToChat" for call in market.calls) == 1


def test_s9_a_file_that_cannot_be_sent_is_said_and_costs_nothing(agent, chat, market):
    before = len(market.calls)

    kinds = [attach(agent, chat, content).problem.kind for content in (b"", PNG * 50_000, b"<svg onload=alert(1)>")]

    assert kinds == ["empty_file", "too_large", "file_type"]
    assert (len(market.calls), Reply.objects.count()) == (before, 0)
