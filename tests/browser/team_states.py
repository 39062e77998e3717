"""The pages of a team: people, their links, targets and shared answers; `states` has the others."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, PreparedAnswer, Role, Tag
from chats.services import people, tags
from chats.services.people import Access, invitations
from tests.browser.states import state
from tests.browser.world import World


def boss() -> User:
    return User.objects.filter(is_superuser=True)[0]


def somebody(world: World, username: str = "nina", **names: str) -> User:
    """A lead who has a link, and has not come in yet."""
    person = User(username=username, **{"first_name": "Нина", "last_name": "Петрова", **names})
    access = Access(role=Role.LEAD, sellers=[world.home], name="Руководители")
    people.add_person(person, access, by=boss(), now=timezone.now().replace(microsecond=0))
    return person


def leading(world: World) -> None:
    for group in world.home.groups.all():
        people.set_role(group, Role.LEAD)


@state("people", "boss")
def _(world: World, page: Page) -> None:
    """Of each kind, and with long names."""
    somebody(world)
    somebody(world, "a" * 150, first_name="Ы" * 150)
    gone = somebody(world, "gone", first_name="Иван", last_name="")
    people.deactivate(gone, by=boss(), now=timezone.now())
    expired = somebody(world, "late", first_name="Лена", last_name="")
    expired.invitation.delete()
    page.goto("/team/people/")


@state("person", "boss")
def _(world: World, page: Page) -> None:
    page.goto(f"/team/people/{somebody(world).pk}/")


@state("person-new-refused", "boss")
def _(world: World, page: Page) -> None:
    page.goto("/team/people/new/")
    page.locator("#id_username").fill("agent")
    page.locator(".form .primary").click()
    expect(page.locator("#id_username_error")).to_be_visible()


@state("person-link", "boss")
def _(world: World, page: Page) -> None:
    page.goto(f"/team/people/{somebody(world).pk}/")
    page.locator("[action$='/link/'] button").click()
    expect(page.locator("#link")).to_be_visible()
    page.locator("#link").evaluate("(field) => { field.value = location.origin + '/invitation/' + 'x'.repeat(43) }")


def opened(world: World, page: Page) -> None:
    now = timezone.now() - timedelta(hours=1)
    page.goto(f"/invitation/{invitations.invite(world.agent, now=now)}/")


state("invitation", None)(opened)


@state("invitation-refused", None)
def _(world: World, page: Page) -> None:
    opened(world, page)
    for field in ("#id_new_password1", "#id_new_password2"):
        page.locator(field).fill("12345")
    page.locator(".form .primary").click()
    expect(page.locator("#id_new_password1_error")).to_be_visible()


@state("invitation-over", None)
def _(world: World, page: Page) -> None:
    page.goto("/invitation/guess/")


@state("invitation-signed-in", "agent")
def _(world: World, page: Page) -> None:
    opened(world, page)


@state("targets", "agent")
def _(world: World, page: Page) -> None:
    leading(world)
    page.goto("/team/targets/")


@state("target-refused", "agent")
def _(world: World, page: Page) -> None:
    leading(world)
    page.goto("/team/targets/1001/")
    page.locator("#id_answer_within").fill("0")
    page.locator("#id_answer_within").evaluate("(field) => field.form.noValidate = true")
    page.locator(".form .primary").click()
    expect(page.locator("#id_answer_within_error")).to_be_visible()


@state("answers-of-a-lead", "agent")
def _(world: World, page: Page) -> None:
    leading(world)
    PreparedAnswer.objects.create(title="Где заказ", text="{покупатель}, заказ едет", seller=world.home)
    page.goto("/answers/")


@state("answer-shared-new", "agent")
def _(world: World, page: Page) -> None:
    leading(world)
    page.goto("/answers/new/?shared=1")


@state("not-allowed", "agent")
def _(world: World, page: Page) -> None:
    page.goto("/team/people/")


@state("tags", "boss")
def _(world: World, page: Page) -> None:
    """With long words, and a seller's list that runs on."""
    for number, colour in enumerate(Tag.Colour.values):
        tag = Tag.objects.create(name=f"Щ{'ш' * 18}{number}", colour=colour)
        tag.sellers.set([world.home])
    page.goto("/team/tags/")


@state("tag-refused", "boss")
def _(world: World, page: Page) -> None:
    page.goto("/team/tags/new/")
    page.locator("#id_name").evaluate("field => field.removeAttribute('required')")
    page.locator(".form .primary").click()
    expect(page.locator("#id_name_error")).to_be_visible()


@state("chat-tags", "agent")
def _(world: World, page: Page) -> None:
    """A chat with five tags, its menu open."""
    page.goto("/chats/1001/310001/")  # which the desk then knows
    chat = Chat.objects.get(chat_id=310001)
    for number in range(5):
        tag = Tag.objects.create(name=f"Позвонить на склад {number}"[:20], colour=Tag.Colour.values[number])
        tag.sellers.set([world.home])
        tags.give(world.agent, chat, tag.pk)
    page.goto("/chats/1001/310001/")
    page.locator("#tag").click()
    expect(page.locator("#chat-tag-menu")).to_be_visible()
