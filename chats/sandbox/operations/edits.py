"""Orders and returns that change without a call, and what Market notifies of that."""

from datetime import datetime
from typing import Any

from ..content.cabinets import cabinet_of
from ..world import events
from ..world.world import World
from .order_bodies import order_json
from .returns import find_return, return_json


def change_order(world: World, business_id: int, order_id: int, changes: dict[str, Any], now: datetime) -> None:
    """Replaces fields of an order's JSON."""
    cabinet = cabinet_of(business_id)
    before = order_json(world, cabinet, order_id)
    world.order_changes.setdefault((business_id, order_id), {}).update(changes)
    after = order_json(world, cabinet, order_id)
    if before and after and world.is_heard(business_id):
        world.tell(events.order_changed(business_id, before, after, now))


def change_return(world: World, business_id: int, return_id: int, changes: dict[str, Any], now: datetime) -> None:
    """Replaces fields of a return's JSON."""
    found = find_return(world, business_id, return_id)
    before = return_json(world, business_id, *found) if found else {}
    world.return_changes.setdefault((business_id, return_id), {}).update(changes)
    if found:
        after = return_json(world, business_id, *found)
        world.tell(events.return_changed(business_id, found[0], before, after, now))
