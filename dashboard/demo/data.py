"""The demo's data: the sandbox's sellers, groups of agents and of leads, an account for each role, prepared answers and
a chat that is set aside."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from chats.market.token import Token
from chats.models import Chat, NotificationAddress, PreparedAnswer, Role, Seller
from chats.sandbox.content.cabinets import SELLERS, TECH, SandboxSeller
from chats.sandbox.world.world import FIRST_FREE_ID
from chats.services import conversation, inbox, notifications, people, sellers, sightings
from chats.services.upstream import Lane
from dashboard.demo.answers import OWN, SHARED
from dashboard.demo.colleague import AGENT, FIRST_NAME, NAME

SET_ASIDE = 420004  # waits for the shop
NO_LONGER_FREE = 9_000_000  # from here on numbers fail on purpose
GROUPS = {"agent": Role.AGENT, "lead": Role.LEAD}
FIRST_NAMES = {"agent": AGENT, "lead": "Марина"}


def seed(*, now: datetime) -> None:
    """Add what is missing, and leave alone what is there. The sandbox must be running, because it checks the tokens."""
    registered = [add_seller(seller, now=now) for seller in SELLERS]
    forget_what_began_in_an_earlier_sandbox()
    groups = {role: add_group(f"Demo {role}s", role, registered) for role in GROUPS}
    for name, password, role in settings.DEMO_ACCOUNTS:
        if not User.objects.filter(username=name).exists():
            add_account(name, password, group=groups.get(role))
    if not PreparedAnswer.objects.exists():
        add_answers()
    if not Chat.objects.exists():
        set_one_aside(now=now)


def add_group(name: str, role: str, registered: Iterable[Seller]) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    group.sellers.add(*registered)
    if is_new:
        people.set_role(group, GROUPS[role])
    return group


def add_colleague() -> str:
    """The account of the demo's second agent, with a new password, which is returned and known to nobody else."""
    password = secrets.token_urlsafe(24)
    colleague, _ = User.objects.get_or_create(username=NAME, defaults={"first_name": FIRST_NAME})
    colleague.set_password(password)
    colleague.save()
    colleague.groups.add(Group.objects.get(name="Demo agents"))
    return password


def forget_what_began_in_an_earlier_sandbox() -> None:
    """The sandbox forgets everything when it stops, and gives the same numbers to other chats."""
    Chat.objects.filter(chat_id__gte=FIRST_FREE_ID, chat_id__lt=NO_LONGER_FREE).delete()


def set_one_aside(*, now: datetime) -> None:
    """Until tomorrow morning, so that the list of those has something to show."""
    agent = User.objects.filter(username=settings.DEMO_ACCOUNTS[0][0]).first()
    chat = sightings.fetch_chat(Seller.objects.get(business_id=TECH.business_id), SET_ASIDE, now=now)
    if agent is None or not isinstance(chat, Chat):
        return
    conversation.read_on(chat, Lane.AGENT, now=now)
    chat.refresh_from_db(fields=["last_message_id"])
    until = inbox.moments_ahead(now, timezone.get_default_timezone())["tomorrow"]
    inbox.snooze(agent, chat, until, seen={chat.last_message_id}, now=now)


def add_account(name: str, password: str, *, group: Group | None) -> None:
    if group:
        User.objects.create_user(name, password=password, first_name=FIRST_NAMES[name]).groups.add(group)
    else:
        User.objects.create_superuser(name, password=password)


def add_answers() -> None:
    names = [name for name, _, role in settings.DEMO_ACCOUNTS if role in GROUPS]
    agents = User.objects.filter(username__in=names)
    owned = [(None, SHARED), *((agent, OWN) for agent in agents)]
    PreparedAnswer.objects.bulk_create(
        PreparedAnswer(owner=owner, title=title, text=text)
        for owner, answers in owned
        for title, text in answers.items()
    )


def notification_paths(*, now: datetime) -> dict[int, str]:
    """By business: the path to which the sandbox sends its notifications, made where there is none."""
    known = {one.seller_id: one for one in NotificationAddress.objects.all()}
    return {
        seller.business_id: reverse(
            "notifications", args=[(known.get(seller.pk) or notifications.new_address(seller, now=now)).secret]
        )
        for seller in Seller.objects.filter(business_id__in=[one.business_id for one in SELLERS])
    }


def add_seller(seller: SandboxSeller, *, now: datetime) -> Seller:
    known = Seller.objects.filter(business_id=seller.business_id).first()
    if known and known.token and known.token.is_of_newest_key:
        return known
    return sellers.register_seller(
        name=seller.name,
        business_id=seller.business_id,
        token=Token(seller.token),
        unchecked=False,
        replace_token=True,  # for a demo whose env file was deleted, and with it the key that opens the stored tokens
        now=now,
    ).seller
