from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils import timezone

from chats.presenters.demo import Trial, trials
from chats.presenters.first_steps import StepsView, steps_view
from chats.presenters.lookup import SellerChoice, seller_choices
from chats.presenters.notices import Bell, bell_of
from chats.services import people, workers
from chats.services.first_steps import first_steps
from chats.services.people import Action, preferences_of


class Desk:
    """What every page may show about the desk and its agent. Sellers are fetched only by a page that shows them."""

    demo = settings.DEMO
    demo_accounts = settings.DEMO_ACCOUNTS

    def __init__(self, request: HttpRequest) -> None:
        # An error page may come before the middleware that sets the user.
        self.agent: User | AnonymousUser | None = getattr(request, "user", None)
        chosen = preferences_of(self.agent)
        self.theme, self.single_keys, self.auto_refresh = chosen.theme, chosen.single_keys, chosen.auto_refresh
        self.next_after_sending = chosen.next_after_sending
        self.zone_name = timezone.get_current_timezone_name()

    @property
    def agent_name(self) -> str:
        return (self.agent.get_full_name() or self.agent.get_username()) if isinstance(self.agent, User) else ""

    @property
    def trials(self) -> Sequence[Trial]:
        return trials(settings.DEMO_NUMBERS)

    @property
    def shows_pictures(self) -> bool:
        return bool(settings.PICTURE_HOSTS)

    @cached_property
    def bell(self) -> Bell:
        """Without events: pages begin with what the bell's own part then brings."""
        chosen, now = preferences_of(self.agent), timezone.localtime()
        return bell_of(chosen, (), quiet=people.is_quiet(chosen, now.time()))

    @cached_property
    def worker_lives(self) -> bool:
        return workers.any_alive(now=timezone.now())

    def may(self, action: str, business_id: int | str | None = None) -> bool:
        """Whether the agent may do this: for the seller of this business, else for any. What the tag `may` asks."""
        if not isinstance(self.agent, User):
            return False
        if business_id is None:
            return people.may(self.agent, Action(action))
        sellers = people.sellers_seen_by(self.agent).values()
        named = [seller for seller in sellers if str(seller.business_id) == str(business_id)]
        return any(people.may(self.agent, Action(action), seller) for seller in named)

    @cached_property
    def first_steps(self) -> StepsView | None:
        """For administrators, until all of them are taken."""
        if not isinstance(self.agent, User) or not self.agent.is_superuser:
            return None
        return steps_view(first_steps(), now=timezone.now())

    @cached_property
    def sellers(self) -> Sequence[SellerChoice]:
        if not isinstance(self.agent, User):
            return ()
        return seller_choices(people.sellers_seen_by(self.agent).values())


def desk(request: HttpRequest) -> dict[str, Desk]:
    return {"desk": Desk(request)}
