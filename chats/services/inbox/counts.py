"""How many chats each view of the inbox holds."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Value

from chats.services import people
from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import chats_in
from chats.services.inbox.views import VIEWS, View

MOST_COUNTED: Final = 100  # shown as "99+"; exact counts cost a hundred times as much at a million chats


def counts(agent: User) -> Mapping[str, int]:
    """How many chats each view holds, a hundred at most, by the same conditions as its list. One query."""
    views = [view for view in VIEWS.values() if view.counted]
    if not people.sellers_seen_by(agent):
        return dict.fromkeys((view.name for view in views), 0)
    return dict(zip([view.name for view in views], counted(agent, views), strict=True))


def counted(agent: User, views: Sequence[View]) -> Sequence[int]:
    parts, params = list[str](), list[Any]()
    for view in views:
        rows = chats_in(agent, Asked(view=view.name)).order_by().values_list(Value(1))[:MOST_COUNTED]
        sql, values = rows.query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS chats)")  # noqa: S608  (what the ORM wrote, values bound)
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return list(cursor.fetchone())
