from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import translation

from chats.cursor import Cursor
from chats.models import Chat, Draft, Message, Reply, Seller
from chats.presenters.chat_page import earlier_context, page_context, part_context
from chats.presenters.outcomes import OutcomeView
from chats.problems import Problem
from chats.services.chat_page import ChatPage
from chats.services.chat_tail import Tail
from chats.services.page_messages import PageMessages

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANNA = User(pk=1, first_name="Анна")
DRAFT = Draft(reply_id=uuid4(), text="Добрый день")
QUIET = Tail(unfinished=(), reading=False, problem=None, messages_at=None, digest="")


def chat(**details) -> Chat:
    seller = Seller(name="Дом и сад", business_id=1001)
    times = {"created_at": NOW, "updated_at": NOW, "seen_at": NOW}
    usual = {"chat_id": 310001, "type": "CHAT", "status": "NEW", "context_type": "ORDER", "customer_name": "Иван П."}
    return Chat(seller=seller, **{**usual, **times, **details})


def talked(**details) -> PageMessages:
    found = [Message(message_id=n, created_at=NOW, sender="CUSTOMER", text=f"{n}") for n in (1, 2)]
    return PageMessages(**{"found": found, "last": 2, "first_unread": 2, **details})


def page(**details) -> ChatPage:
    usual = {"agent": ANNA, "chat": chat(), "now": NOW, "messages": talked(), "tail": QUIET, "draft": DRAFT}
    return ChatPage(**{**usual, "cursor": Cursor(version=3), "store_name": None, "auto_refreshes": True, **details})


def test_a_page_has_every_word_of_its_template():
    words = page_context(page())

    assert (words["chat"].chat_id, words["cursor"].version) == ("310001", 3)
    assert [line.bubble.message_id for line in words["talk"].lines if line.unread] == ["2"]
    assert (words["talk"].last, words["talk"].older, words["talk"].auto_refreshes) == ("2", "", True)
    assert (words["composer"].text, words["composer"].seen, words["composer"].closed) == ("Добрый день", "2", "")


def test_what_was_typed_and_not_sent_stands_in_the_composer_beside_what_the_desk_says():
    said = OutcomeView(kind="refused", text="Not sent.")

    words = page_context(page(), typed="И ещё", outcome=said)

    assert (words["composer"].text, words["outcome"]) == ("И ещё", said)


def test_why_there_is_nothing_to_write_in_is_said():
    readonly = Problem(kind="read_only_token", at=NOW)

    finished = page_context(page(chat=chat(status="FINISHED"), can_write=False))["composer"]
    forbidden = page_context(page(can_write=False, cannot_write=readonly))["composer"]

    assert "finished" in finished.closed
    assert forbidden.closed
    assert forbidden.closed != finished.closed


def test_a_part_has_of_the_composer_the_id_alone():
    shown = page(settled=True)

    words = part_context(shown)

    assert vars(words["composer"]) == {"reply_id": str(DRAFT.reply_id)}
    assert words["settled"] is True


def test_a_part_of_a_page_without_a_composer_has_no_id():
    assert part_context(page(draft=None))["composer"].reply_id == ""


def test_earlier_messages_or_why_there_are_none():
    problem = Problem(kind="hourly_limit", at=NOW, until=NOW + timedelta(minutes=5))

    came = earlier_context(chat(), talked(older=1, earlier=True), reader_id=1, now=NOW)
    kept = earlier_context(chat(), PageMessages(found=(), older=1, earlier=True, problem=problem), reader_id=1, now=NOW)

    assert came["chat"] == {"business_id": "1001", "chat_id": "310001"}
    came, kept = came["talk"], kept["talk"]
    assert (len(came.lines), came.older, came.is_old, came.problem) == (2, "1", True, None)
    assert (len(kept.lines), kept.older, kept.problem.kind) == (0, "1", "hourly_limit")


def test_the_tail_is_rendered_anew_in_another_language():
    waiting = Reply(reply_id=uuid4(), agent=ANNA, state="SENDING", started_at=NOW, leased_until=NOW, text="Ответ")
    shown = page(tail=Tail(unfinished=[waiting], reading=False, problem=None, messages_at=None, digest="a1"))

    tail = page_context(shown)["tail"]
    digests = set()
    for language in ("en", "ru"):
        with translation.override(language):
            digests.add(page_context(shown)["tail"].digest)

    assert [(one.state, one.mine) for one in tail.pending] == [("SENDING", True)]
    assert len(digests) == 2
