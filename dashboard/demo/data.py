"""The demo's data: the sandbox's sellers, a group that may see them, an agent, an administrator and prepared
answers."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.urls import reverse

from chats.market.token import Token
from chats.models import NotificationAddress, PreparedAnswer, Seller
from chats.sandbox.content.cabinets import SELLERS, SandboxSeller
from chats.services import notifications, sellers
from dashboard.demo.answers import OWN, SHARED


def seed(*, now: datetime) -> None:
    """Add what is missing, and leave alone what is there. The sandbox must be running, because it checks the tokens."""
    group, _ = Group.objects.get_or_create(name="Demo agents")
    group.sellers.add(*(add_seller(seller, now=now) for seller in SELLERS))
    for name, password, is_administrator in settings.DEMO_ACCOUNTS:
        if not User.objects.filter(username=name).exists():
            add_account(name, password, group=None if is_administrator else group)
    if not PreparedAnswer.objects.exists():
        add_answers()


def add_account(name: str, password: str, *, group: Group | None) -> None:
    if group:
        User.objects.create_user(name, password=password, first_name="Анна").groups.add(group)
    else:
        User.objects.create_superuser(name, password=password)


def add_answers() -> None:
    names = [name for name, _, is_administrator in settings.DEMO_ACCOUNTS if not is_administrator]
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
