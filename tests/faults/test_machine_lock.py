"""The desk's database, held up by another process: the desk waits, then says so, and what it knows stays readable."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from chats.models import AgentSettings, Chat, Lookup
from chats.services.jobs import leases
from chats.services.lookup import record
from tests.faults.calm import LAST_SEEN, address, look_up, page, poll, press_refresh, problem_on, tick
from tests.faults.processes import writers_locked_out

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def patience(monkeypatch, settings):
    """Sets how many seconds a page waits for a lock, and what can do without for a tenth of that."""

    def wait(seconds: float) -> None:
        settings.LOCK_PATIENCE = seconds
        for service in (leases, record):
            monkeypatch.setattr(service, "PATIENCE", seconds / 10)
        if connection.vendor == "postgresql":
            said = f"-c lock_timeout={int(seconds * 1000)}ms"
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", said)
            connection.close()

    yield wait
    connection.close()


def test_m2_a_lock_of_a_few_seconds_is_waited_for(signed_in, home, market, rounds, figure):
    seconds = rounds(1, 3)

    with writers_locked_out() as let_go:
        threading.Timer(seconds, let_go).start()
        started = time.monotonic()
        found = look_up(signed_in, 310001)
        waited = time.monotonic() - started

    assert (found.status_code, Chat.objects.count(), Lookup.objects.count()) == (302, 1, 1)
    assert waited > seconds * 0.8
    figure(f"M2: writers locked out for {seconds} s: a lookup took {waited:.1f} s and found the chat")


def test_m2_what_is_known_stays_readable_while_nothing_can_be_written(signed_in, seen, market, patience, caplog):
    seen()
    Chat.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    patience(1.0)

    with writers_locked_out():
        opened = signed_in.get(address())
        asked_again = tick(signed_in)
        found = look_up(signed_in, 310001)
        start, settings_page, health = (signed_in.get(path) for path in ("/", "/settings/", "/healthz"))

    assert {each.status_code for each in (opened, asked_again, start, settings_page, health)} == {200}
    for shown in (opened, asked_again):
        assert page(shown).cssselect(".badge")[0].get("data-status") == LAST_SEEN
    assert (found.status_code, found["Location"]) == (302, address())
    assert market.calls == []
    assert "lookup not kept" in caplog.text and "310001" in caplog.text


def test_m2_what_cannot_be_done_is_said_in_words_and_works_afterwards(
    signed_in, seen, market, patience, rounds, figure
):
    seen()
    patience(rounds(3, 100) / 10)
    started = time.monotonic()

    with writers_locked_out():
        refused = [look_up(signed_in, 310002), signed_in.get(address(310002)), press_refresh(signed_in)]

    figure(f"M2: writers locked out for good: words after {(time.monotonic() - started) / len(refused):.1f} s")
    for answer in refused:
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "database" in page(answer).cssselect("h1")[0].text_content()
    assert market.calls == []
    assert look_up(signed_in, 310002).status_code == 302
    assert problem_on(press_refresh(signed_in)) == "" == problem_on(poll(signed_in))


def test_m2_the_words_are_in_the_agents_language(signed_in, agent, home, patience):
    AgentSettings.objects.create(agent=agent, language="ru")
    patience(0.3)

    with writers_locked_out():
        refused = look_up(signed_in, 310002)

    assert refused.status_code == 503
    assert page(refused).get("lang") == "ru"


def test_m2_a_database_that_is_away_altogether_is_said_in_words(signed_in, seen):
    seen()

    def away(*_):
        raise OperationalError("the connection was refused")

    with connection.execute_wrapper(away):
        answers = [signed_in.get(path) for path in ("/", address(), "/settings/", "/admin/", "/healthz")]

    assert {answer.status_code for answer in answers} == {503}
    assert all(page(answer).text_content().strip() for answer in answers)
    assert signed_in.get(address()).status_code == 200
