"""Every page of the desk in every state worth looking at: for accessibility, layout, policy and pictures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Message, PreparedAnswer
from chats.services import people
from tests.browser.world import World


@dataclass(frozen=True)
class State:
    name: str
    who: str | None
    come: Callable[[World, Page], None]


STATES: list[State] = []


def state(name: str, who: str | None = "agent") -> Callable[[Callable[[World, Page], None]], None]:
    def add(come: Callable[[World, Page], None]) -> None:
        STATES.append(State(name, who, come))

    return add


def search(page: Page, text: str) -> None:
    page.goto("/lookup/")
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")


def chat(chat_id: int, **changes: object) -> Callable[[World, Page], None]:
    def come(world: World, page: Page) -> None:
        opened = world.known(chat_id, **changes)
        world.recents()
        page.goto(f"/chats/{opened.seller.business_id}/{chat_id}/")

    return come


def not_fetched(fault: str) -> Callable[[World, Page], None]:
    def come(world: World, page: Page) -> None:
        world.market.fail(fault)
        page.goto("/chats/1001/310001/")
        expect(page.locator("[data-problem]")).to_be_visible()

    return come


def goes_to(path: str) -> Callable[[World, Page], None]:
    return lambda world, page: page.goto(path)


state("login", None)(goes_to("/login/"))
state("start-empty")(goes_to("/"))
state("404")(goes_to("/chats/7777/1/"))
state("settings")(goes_to("/settings/"))
state("order")(chat(310002))
state("return")(chat(310006))
state("direct")(chat(310008))
state("dispute")(chat(310018))
state("unknown-status")(chat(310050))
state("nothing-known")(chat(310033))
state("finished")(chat(310005))
state("long-name")(chat(310035))
state("unbroken-name")(chat(420010))
state("not-fetched-dead-key")(not_fetched("401"))
state("not-fetched-quota")(not_fetched("420_hourly"))
state("answers-empty")(goes_to("/answers/"))


@state("stale")
def _(world: World, page: Page) -> None:
    now = timezone.now()
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    problem = {"problem_kind": "broken", "problem_at": now, "problem_trace": trace}
    chat(310002, seen_at=now - timedelta(minutes=7), **problem)(world, page)


@state("answers")
def _(world: World, page: Page) -> None:
    texts = {"Где мой заказ": "{покупатель}, заказ {заказ} в пути.", "Длинное" * 14: "Слово" * 800}
    now = timezone.now()
    for owner, seller in ((world.agent, None), (None, world.home)):
        for title, text in texts.items():
            PreparedAnswer.objects.create(title=title, text=text, owner=owner, seller=seller)
        used = {"folder": "Доставка", "used": 1234, "used_at": now - timedelta(days=2)}
        both = {"text_en": "Your order {order} is on its way.", "text_zh": "订单 {订单} 正在配送。"}
        PreparedAnswer.objects.create(title="Когда привезут", text=texts["Где мой заказ"], owner=owner, **used, **both)
        PreparedAnswer.objects.create(title="Пункт выдачи", text="Пункт открыт до 21:00.", owner=owner, **used)
    PreparedAnswer.objects.create(
        title="Старое", text="Больше не пишем.", folder="Длинноеимяпапки" * 4, owner=world.agent, seller=world.tech,
        counted_since=now - timedelta(days=200),
    )  # fmt: skip
    page.goto("/answers/")


@state("answer-taken")
def _(world: World, page: Page) -> None:
    """Somebody else has saved it meanwhile."""
    own = PreparedAnswer.objects.create(
        title="Где мой заказ", text="Заказ в пути.", text_en="On its way.", owner=world.agent
    )
    page.goto(f"/answers/{own.pk}/")
    PreparedAnswer.objects.filter(pk=own.pk).update(text="Заказ уже у курьера, ждите звонка.", version=2)
    page.locator("#id_text").fill("Заказ в пути, доставим завтра.")
    page.locator(".form .primary").click()
    expect(page.locator(".form > .field-error")).to_be_visible()


@state("answers-open")
def _(world: World, page: Page) -> None:
    """The composer's list, with one that fits the question, and texts in several languages."""
    chat(310002)(world, page)
    opened = Chat.objects.get(chat_id=310002)
    last = max(opened.messages.values_list("message_id", flat=True), default=0)
    Message.objects.create(
        chat=opened, message_id=last + 1, created_at=timezone.now(), sender="CUSTOMER", text="Когда вернут деньги?"
    )
    texts = {
        "Возврат денег": ("Деньги вернутся на карту в течение трёх дней.", "The money is back within three days.", 57),
        "Где мой заказ": ("{покупатель}, заказ {заказ} в пути.", "", 1234),
        "Длинное" * 12: ("Слово" * 100, "", 0),
    }
    for title, (text, english, used) in texts.items():
        PreparedAnswer.objects.create(title=title, text=text, text_en=english, seller=world.home, used=used)
    page.locator("#open-answers").click()
    expect(page.locator("#answers-list [role=option]")).to_have_count(3)


@state("answer-shared")
def _(world: World, page: Page) -> None:
    text = "{покупатель}, заказ {заказ} в пути.\n\n{оператор}, {магазин} " + "Слово" * 100
    shared = PreparedAnswer.objects.create(title="Где мой заказ" * 7, text=text, seller=world.home)
    page.goto(f"/answers/{shared.pk}/")


@state("answer-own")
def _(world: World, page: Page) -> None:
    own = PreparedAnswer.objects.create(
        title="Где мой заказ", text="{покупатель}, {заказ} {оператор}", owner=world.agent
    )
    page.goto(f"/answers/{own.pk}/")
    page.locator(".more summary").click()


@state("answer-refused")
def _(world: World, page: Page) -> None:
    page.goto("/answers/new/")
    page.locator("#id_title").fill("Где мой заказ")
    page.locator("#id_text").fill("{покупатель}, заказ {номер} в пути.")
    page.locator(".form .primary").click()
    expect(page.locator("#id_text_error")).not_to_be_empty()


@state("login-error", None)
def _(world: World, page: Page) -> None:
    page.goto("/login/")
    page.locator("#id_username").fill("agent")
    page.locator("#id_password").fill("wrong")
    page.locator("#id_password").press("Enter")
    expect(page.locator("#form-error")).not_to_be_empty()


@state("start")
def _(world: World, page: Page) -> None:
    world.recents()
    page.goto("/")


@state("refused")
def _(world: World, page: Page) -> None:
    search(page, "+7 916 123-45-67")
    expect(page.locator("#lookup-error")).not_to_be_empty()


@state("choices")
def _(world: World, page: Page) -> None:
    page.goto("/lookup/?q=54810000117, 66200450&seller=1001")
    expect(page.locator("#lookup-result .row")).to_have_count(4)


@state("not-found")
def _(world: World, page: Page) -> None:
    world.market.fail("401", business_id=2002)
    search(page, "123454321")
    expect(page.locator("#lookup-result .asked")).to_be_visible()


@state("choices-in-the-bar")
def _(world: World, page: Page) -> None:
    chat(310002)(world, page)
    page.locator("#q").fill("66200450")
    page.locator("#q").press("Enter")
    expect(page.locator(".strip .row").first).to_be_visible()


@state("menu-open")
def _(world: World, page: Page) -> None:
    chat(310002)(world, page)
    page.locator(".bar .menu summary").click()


@state("keys")
def _(world: World, page: Page) -> None:
    chat(310002)(world, page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


@state("trouble")
def _(world: World, page: Page) -> None:
    chat(310002)(world, page)
    page.route("**/refresh/", lambda route: route.fulfill(status=500, body=""))
    page.locator("#refresh").click()
    expect(page.locator("#live-alert")).not_to_be_empty()


@state("settings-error")
def _(world: World, page: Page) -> None:
    page.goto("/settings/")
    page.evaluate("document.querySelector('#id_time_zone option').value = 'Mars'")
    page.locator(".form button.primary").click()
    expect(page.locator(".form .field-error")).to_be_visible()


@state("setup", None)
def _(world: World, page: Page) -> None:
    page.goto(f"/setup/{people.new_setup_link(now=timezone.now())}/")
