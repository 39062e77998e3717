"""When the circuit opens: the errors come from the client, so that no call has to be made for each."""

from datetime import UTC, datetime, timedelta

import pytest

from chats.market.errors import KeyRejected, NotReached
from chats.problems import NotNow
from chats.services.upstream import circuit
from chats.services.upstream.ledger import Lane

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FAILED, WELL = "F", "."


def tell(seller, story, *, every=timedelta(seconds=1), since=NOW):
    """Calls one after the other. Gives after how many the circuit was open, or None."""
    for number, outcome in enumerate(story):
        now = since + number * every
        if outcome == WELL:
            circuit.record_success(seller, now=now)
        elif circuit.record_failure(seller, NotReached("getChat"), now=now):
            return number + 1
    return None


@pytest.mark.parametrize(
    ("story", "opened_after"),
    [
        ("FFFFF", 5),
        ("FFFF.FFFF", None),
        ("FF.FF.FF.F", 10),  # seven of ten
        ("FF.F.F.F.F", 10),  # six of ten
        ("F.F.F.F.F.", None),  # half is not more than half
        ("F.F.F.F.F.FF", 11),  # six of eleven
        ("FF.FF.FF.", None),  # nine calls are too few to judge
    ],
)
@pytest.mark.django_db
def test_the_circuit_opens_after_five_in_a_row_or_more_than_half_of_a_minute(home, story, opened_after):
    opened = tell(home, story)

    assert opened == opened_after


@pytest.mark.django_db
def test_failures_far_apart_do_not_add_up(home):
    opened = tell(home, "FF.FF.FF.FF.FF.", every=timedelta(seconds=10))

    assert opened is None


@pytest.mark.django_db
def test_however_it_opened_one_call_probes_and_the_next_pause_is_longer(home):
    tell(home, "FF.FF.FF.F")
    later = NOW + timedelta(seconds=40)

    with pytest.raises(NotNow):
        circuit.ensure_call_allowed(home, Lane.AGENT, now=NOW + timedelta(seconds=10))
    circuit.ensure_call_allowed(home, Lane.AGENT, now=later)
    with pytest.raises(NotNow):
        circuit.ensure_call_allowed(home, Lane.AGENT, now=later)
    reopened = circuit.record_failure(home, NotReached("getChat"), now=later)

    assert reopened
    home.circuit.refresh_from_db()
    assert home.circuit.open_until - later >= timedelta(seconds=24)


@pytest.mark.django_db
def test_a_probe_that_goes_well_starts_anew(home):
    tell(home, "FF.FF.FF.F")

    circuit.record_success(home, now=NOW + timedelta(seconds=40))

    assert tell(home, "FF", since=NOW + timedelta(seconds=41)) is None
    circuit.ensure_call_allowed(home, Lane.AGENT, now=NOW + timedelta(seconds=43))


@pytest.mark.django_db
def test_a_refused_key_is_no_failure_of_the_line(home):
    tell(home, "FF.FF.FF.")

    opened = circuit.record_failure(home, KeyRejected("getChat", kind="dead_key"), now=NOW + timedelta(seconds=9))

    assert not opened
