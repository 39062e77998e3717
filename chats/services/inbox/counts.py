"""How many chats each view of the inbox holds."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Value

from chats.services import people
from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import AGENT, chats_in, chats_of, mentioned_of
from chats.services.inbox.views import VIEWS
from chats.statements import Statement

MOST_COUNTED: Final = 100  # shown as "99+"; exact counts cost a hundred times as much at a million chats
MINE: Final = "mine"
COUNTED: Final = tuple(view.name for view in VIEWS.values() if view.counted)


def counts(agent: User) -> Mapping[str, int]:
    """How many chats each view holds, a hundred at most, by the same conditions as its list. One query."""
    sellers = tuple(people.sellers_seen_by(agent))
    if not sellers:
        return dict.fromkeys(COUNTED, 0)
    views = counted(sellers)
    parts = [f"(SELECT COUNT(*) FROM ({one.sql}) AS chats)" for one in views]  # noqa: S608  (values are bound)
    values = [value for one in views for value in one.filled_in({"agent": agent.pk})]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        *found, mentioned = cursor.fetchone()
    counts = dict(zip(COUNTED, found, strict=True))
    return counts | {MINE: min(counts[MINE] + mentioned, MOST_COUNTED)}


def count_of(agent: User, name: str) -> int:
    """How many chats one view holds, a hundred at most. One query."""
    return chats_in(agent, Asked(view=name)).order_by()[:MOST_COUNTED].count()


@lru_cache(100)
def counted(sellers: tuple[int, ...]) -> tuple[Statement[tuple[int]], ...]:
    """For each view that is counted, as many rows as are counted of it; last, those that mentions bring."""
    found = [chats_of(AGENT, sellers, Asked(view=name)).order_by().values_list(Value(1)) for name in COUNTED]
    mentioned = mentioned_of(AGENT, sellers, Asked(view=MINE)).order_by().values_list(Value(1))
    return tuple(Statement(rows[:MOST_COUNTED]) for rows in [*found, mentioned])
