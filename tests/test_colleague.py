"""The demo's second agent, one turn after another at the desk, with the sandbox as its Market."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from chats.models import Chat, Draft, Note, Reply
from chats.services import conversation, sightings
from chats.services.upstream import Lane
from dashboard.demo.browser import PULSE, Answer, Page
from dashboard.demo.colleague import AGENT, BEGUN, LEAVES, NAME, Colleague, Did, Stopped, pause_after

pytestmark = pytest.mark.django_db
PASSWORD = "known only to the demo"


class DjangosBrowser:
    """The test client in place of HTTP; forms are protected as on the desk."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.posted = []

    def get(self, path):
        return answer_of(self.client.get(path))

    def pulse(self, path):
        return answer_of(self.client.get(path, headers=PULSE))

    def post(self, path, fields):
        self.posted.append(path.rstrip("/").rpartition("/")[2])
        return answer_of(self.client.post(path, fields))


def answer_of(response):
    location = response.headers.get("Location", "")
    return Answer(status=response.status_code, location=location, text=response.content.decode())


@pytest.fixture
def boris(support, agent):
    User.objects.filter(pk=agent.pk).update(first_name=AGENT)
    boris = User.objects.create_user(NAME, password=PASSWORD, first_name="Борис")
    boris.groups.add(support)
    return boris


@pytest.fixture
def waiting(market, home, known_chat):
    """Four chats that have just begun, which the colleague takes first, and as many as it leaves."""
    now = timezone.now()
    for number in range(LEAVES):
        known_chat(home, 310100 + number, status="NEW")
    for _ in range(4):
        chat_id = market.buyer_begins(home.business_id, context_type="DIRECT").chat_id
        chat = sightings.fetch_chat(home, chat_id, now=now)
        conversation.read_on(chat, Lane.AGENT, now=now)
    return [*Chat.objects.filter(chat_id__gte=BEGUN.start).order_by("chat_id")]


@pytest.fixture
def colleague(boris):
    return Colleague(DjangosBrowser(), PASSWORD, keep_off=(), pause=lambda seconds: None)


def test_a_colleague_signs_in_takes_a_chat_and_answers_it(colleague, boris, waiting, market):
    did = colleague.turn()

    reply = Reply.objects.get()
    assert did == Did.ANSWERED
    assert (reply.agent, reply.chat.assignee) == (boris, boris)
    assert market.messages(1001, reply.chat.chat_id)[-1].sender == "PARTNER"
    assert colleague._browser.posted == ["login", "take", "draft", "reply"]
    assert not Draft.objects.exclude(text="").exists()


def test_each_turn_goes_on_with_another_chat_that_nobody_has(colleague, waiting):
    assert [colleague.turn(), colleague.turn()] == [Did.ANSWERED, Did.ANSWERED]

    assert Reply.objects.values("chat").distinct().count() == 2


def test_a_note_mentions_the_agent_as_whom_one_tries_the_demo(colleague, boris, waiting):
    done = [colleague.turn() for _ in range(3)]

    note = Note.objects.get()
    assert done[2] == Did.NOTED
    assert (note.author, "@agent" in note.text) == (boris, True)


def test_a_chat_is_handed_over_to_that_agent(colleague, agent, waiting):
    done = [colleague.turn() for _ in range(5)]

    assert done[4] == Did.HANDED_OVER
    assert Chat.objects.filter(assignee=agent).count() == 1


def test_some_chats_are_left_for_whoever_tries_the_demo(colleague, waiting):
    done = [colleague.turn() for _ in range(8)]

    assert done[-1] == Did.NOTHING
    assert Chat.objects.filter(assignee=None).count() >= LEAVES


def test_chats_that_somebody_has_or_that_are_the_visitors_are_let_alone(boris, agent, waiting):
    _had, *others = waiting
    visitors = {chat.chat_id for chat in others}
    Chat.objects.exclude(pk__in=[one.pk for one in others]).update(assignee=agent)
    colleague = Colleague(DjangosBrowser(), PASSWORD, keep_off=visitors, pause=lambda seconds: None)

    assert colleague.turn() == Did.NOTHING
    assert not Reply.objects.exists()


def test_others_see_that_the_colleague_reads_and_writes(boris, agent, waiting, client, page_of):
    """The pauses are there for that."""
    client.force_login(agent)
    seen = []

    def look(seconds):
        pages = [page_of(client.get(f"/chats/1001/{chat.chat_id}/")) for chat in waiting]
        parts = [(page.cssselect("#chat-readers"), page.cssselect("#chat-writers")) for page in pages]
        seen.append([["Борис" in part[0].text_content() for part in found] for found in parts])

    Colleague(DjangosBrowser(), PASSWORD, keep_off=(), pause=look).turn()

    reads, writes = [[any(column) for column in zip(*moment, strict=True)] for moment in seen]
    assert (reads, writes[1]) == ([True, False], True)


def test_it_ends_in_the_middle_of_a_turn_when_the_demo_does(boris, waiting):
    def stop(seconds):
        raise Stopped

    with pytest.raises(Stopped):
        Colleague(DjangosBrowser(), PASSWORD, keep_off=(), pause=stop).turn()
    assert not Reply.objects.exists()


def test_it_slows_down_so_that_an_hour_does_not_drown():
    hour, turns = 0.0, 0
    while hour < 3600:
        hour += pause_after(turns)
        turns += 1

    assert 40 <= turns <= 70
    assert pause_after(0) < pause_after(20) < pause_after(1000)


def test_forms_are_read_as_a_browser_would_send_them():
    page = Page(
        '<form id=one action="/x/"><input name=a value="1&amp;2"><input type=checkbox name=b value=c>'
        "<textarea name=t>\nwords &lt;b&gt;</textarea><select name=to><option value=7> Анна </option></select></form>"
        '<a class="row entry" href="/chats/1/22/?from=all"><span class="holder">Я</span></a>'
        '<a class="row entry" href="/chats/1/23/"></a>'
    )

    assert page.forms["one"].fields == {"a": "1&2", "t": "words <b>"}
    assert page.forms["one"].choices == {"to": {"7": "Анна"}}
    assert [(row.path, row.chat_id, row.is_free) for row in page.rows] == [
        ("/chats/1/22/", 22, False),
        ("/chats/1/23/", 23, True),
    ]
