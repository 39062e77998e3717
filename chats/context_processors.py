from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from chats.presenters.lookup import SellerChoice, seller_choices
from chats.services import people
from chats.services.people import preferences_of


class Desk:
    """What every page knows of the desk and of the person at it. Asks the database only for what a page shows."""

    demo = settings.DEMO
    demo_accounts = settings.DEMO_ACCOUNTS

    def __init__(self, request: HttpRequest) -> None:
        self.agent = getattr(request, "user", None)
        chosen = preferences_of(self.agent) if self.agent else preferences_of(None)
        self.theme, self.single_keys, self.auto_refresh = chosen.theme, chosen.single_keys, chosen.auto_refresh
        self.zone_name = timezone.get_current_timezone_name()

    @property
    def agent_name(self) -> str:
        return (self.agent.get_full_name() or self.agent.get_username()) if self.agent else ""

    @cached_property
    def sellers(self) -> Sequence[SellerChoice]:
        if self.agent is None or not self.agent.is_authenticated:
            return ()
        return seller_choices(people.sellers_seen_by(self.agent).values())


def desk(request: HttpRequest) -> dict[str, Desk]:
    return {"desk": Desk(request)}
