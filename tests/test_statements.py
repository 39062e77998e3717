"""A statement yields what its queryset yields, whatever the queryset is made of."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Draft, Seller
from chats.statements import Parameter, Statement

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def chats(home, known_chat) -> list[Chat]:
    return [known_chat(home, 310001 + n, updated_at=THEN + timedelta(minutes=n)) for n in range(5)]


def in_a_page(name: str, then: datetime | Parameter, agent: int | Parameter) -> Any:
    drafts = Draft.objects.filter(agent=agent, chat=OuterRef("pk")).exclude(text="")
    marked = Chat.objects.annotate(
        has_draft=Case(When(Exists(drafts), then=Value(1)), default=Value(0)),
        own_draft=Subquery(drafts.values(beginning=Left("text", 5))[:1]),
    )
    later = Q(updated_at__gt=then) | Q(updated_at=then, pk__gt=0)
    keys = Chat.objects.filter(later).order_by("updated_at", "pk").values("pk")[:3]
    found = marked.filter(pk__in=keys).order_by("updated_at", "pk")
    return {
        "instances": found,
        "related ones": found.select_related("seller", "assignee").only(
            "chat_id", "seller__name", "assignee__username"
        ),
        "left out columns": found.defer("customer_name").select_related("history"),
        "tuples": found.values_list("pk", "updated_at", "own_draft", "has_draft", F("seller__works_from")),
        "one column": found.values_list("updated_at", flat=True),
        "distinct": Seller.objects.filter(chats__updated_at__gte=then).distinct().defer("token"),
        "nothing": Chat.objects.filter(seller__in=[], updated_at=then),
    }[name]


KINDS = ["instances", "related ones", "left out columns", "tuples", "one column", "distinct", "nothing"]


@pytest.mark.parametrize("kind", KINDS)
def test_yields_the_same_by_the_same_sql(kind, chats, agent):
    Draft.objects.create(agent=agent, chat=chats[2], text="Добрый день", reply_id="0" * 32, updated_at=THEN)
    statement = Statement(in_a_page(kind, Parameter("then"), Parameter("agent")))
    then = chats[1].updated_at
    with CaptureQueriesContext(connection) as plain:
        expected = list(in_a_page(kind, then, agent.pk))
    with CaptureQueriesContext(connection) as prepared:
        found = statement.run(then=then, agent=agent.pk)
    assert [state_of(one) for one in found] == [state_of(one) for one in expected]
    assert bool(found) is (kind != "nothing")
    # Django puts brackets around a parameter.
    assert [bare(one["sql"]) for one in prepared] == [bare(one["sql"]) for one in plain]


def state_of(one: Any) -> Any:
    """All that an instance holds, those loaded with it included."""
    if not hasattr(one, "_state"):
        return one
    held = {name: value for name, value in vars(one).items() if name != "_state"}
    return type(one), held, one._state.db, one._state.adding, related_to(one)


def related_to(one: Any) -> dict[str, Any]:
    return {name: other and state_of(other) for name, other in one._state.fields_cache.items() if other is not one}


def bare(sql: str) -> str:
    return sql.replace("(", "").replace(")", "")


def test_each_run_has_its_own_values(chats):
    statement = Statement(Chat.objects.filter(chat_id=Parameter("chat_id")))
    assert [statement.run(chat_id=chat.chat_id) for chat in chats] == [[chat] for chat in chats]
    assert statement.run(chat_id=1) == []


def test_rows_are_read_anew_by_each_run(chats):
    statement = Statement(Chat.objects.filter(chat_id=Parameter("chat_id")))
    [before] = statement.run(chat_id=310001)
    Chat.objects.filter(pk=before.pk).update(status="FINISHED")
    assert statement.run(chat_id=310001)[0].status == "FINISHED"


def test_a_parameter_without_a_value_is_an_error(chats):
    with pytest.raises(KeyError, match="chat_id"):
        Statement(Chat.objects.filter(chat_id=Parameter("chat_id"))).run()


@pytest.mark.django_db(transaction=True)
def test_threads_share_a_statement_and_no_connection(chats):
    statement = Statement(Chat.objects.filter(pk=Parameter("pk")).values_list("pk", "updated_at"))

    def ask(chat: Chat) -> list[tuple[int, datetime]]:
        try:
            return statement.run(pk=chat.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, chats * 10))
    assert found == [[(chat.pk, chat.updated_at)] for chat in chats] * 10


def test_a_statement_costs_less_than_putting_its_sql_together(chats, count_of_calls):
    statement = Statement(in_a_page("tuples", Parameter("then"), Parameter("agent")))
    prepared = count_of_calls(lambda: statement.run(then=THEN, agent=1))
    assert prepared < count_of_calls(lambda: list(in_a_page("tuples", THEN, 1))) / 3


@pytest.fixture
def count_of_calls() -> Callable[[Callable[[], Any]], int]:
    """How many Python functions a call comes to: a figure that a busy machine does not change."""

    def count(call: Callable[[], Any]) -> int:
        calls = [0]

        def note(_frame: object, event: str, _argument: object) -> None:
            calls[0] += event == "call"

        call()
        sys.setprofile(note)
        try:
            call()
        finally:
            sys.setprofile(None)
        return calls[0]

    return count
