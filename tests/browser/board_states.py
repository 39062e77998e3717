"""The lead's board in every state worth looking at; `states` has the others."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from chats.models import Chat, Reply, Seller
from chats.models.sightings import UNTIL_WRITTEN
from chats.services.sightings import place_anew
from tests.browser.inbox_states import USUAL, all_read, queue
from tests.browser.states import state
from tests.browser.team_states import leading
from tests.browser.world import World

NAMES = ["Анна Ковалёва", "Мария Кузнецова", "Ольга Лебедева", "Пётр Соколов"]


def team(world: World, count: int) -> list[User]:
    [group] = world.home.groups.all()[:1]
    people = []
    for number in range(count):
        first, last = NAMES[number % 4].split() if number < 4 else (NAMES[number % 4].split()[0], "Ы" * (number * 4))
        person = User.objects.create(
            username=f"colleague{number}", first_name=first, last_name=last[:140], password="!"
        )
        person.groups.add(group)
        people.append(person)
    return people


def busy(world: World, people: list[User]) -> None:
    """A deadline that has passed, one snoozed, two taken, a reply whose outcome is open."""
    queue(world, USUAL)
    now = timezone.now().replace(microsecond=0)
    chats = {chat.chat_id: chat for chat in Chat.objects.all()}
    place_anew(chats[310006].pk, now=now, deadline_at=now - timedelta(hours=2, minutes=5), deadline_kind="RETURN")
    place_anew(chats[310002].pk, now=now, snoozed_until=UNTIL_WRITTEN, snoozed_at=now, snoozed_by_id=people[0].pk)
    for number, person in zip((310001, 310008, 310018), people, strict=False):
        Chat.objects.filter(chat_id=number).update(assignee=person)
    Reply.objects.create(
        reply_id="00000000-0000-0000-0000-000000000001",
        chat=chats[310009],
        agent=people[0],
        state="UNKNOWN",
        started_at=now - timedelta(minutes=20),
        leased_until=now - timedelta(minutes=19),
    )
    Reply.objects.create(
        reply_id="00000000-0000-0000-0000-000000000002",
        chat=chats[310001],
        agent=people[1],
        state="SENT",
        started_at=now - timedelta(minutes=3),
        leased_until=now,
    )


@state("board")
def _(world: World, page: Page) -> None:
    leading(world)
    busy(world, team(world, 4))
    page.goto("/team/board/")


@state("board-empty")
def _(world: World, page: Page) -> None:
    leading(world)
    all_read(world)
    page.goto("/team/board/")


@state("board-many", "boss")
def _(world: World, page: Page) -> None:
    """Two hundred sellers and forty agents, with long names, and one who has left with a chat."""
    people = team(world, 40)
    busy(world, people)
    User.objects.filter(pk=people[2].pk).update(is_active=False)
    now = timezone.now().replace(microsecond=0)
    [group] = world.home.groups.all()[:1]
    for number in range(200):
        name = f"Магазин номер {number} {'оченьдлинноеназвание' * (number % 7)}"
        seller = Seller.objects.create(name=name, business_id=5_000_000 + number)
        seller.groups.add(group)
        chat = Chat(
            seller=seller,
            chat_id=900_000 + number,
            type="CHAT",
            status="WAITING_FOR_PARTNER",
            context_type="DIRECT",
            customer_name=f"Покупатель {'Длиннофамильный' * (number % 5)}",
            created_at=now,
            updated_at=now - timedelta(minutes=17 * number),
            seen_at=now,
            source="LIST",
            assignee=people[number % 40] if number % 3 else None,
        )
        chat.save()
        place_anew(chat.pk, now=now)
    page.goto("/team/board/")
