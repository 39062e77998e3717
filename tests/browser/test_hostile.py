"""S6: whatever Market, a buyer, a seller or an agent is called stays text, on every page."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from chats.models import AgentSettings, Campaign, Chat, Message
from chats.services import replies
from chats.services.lookup import recents as recent_ones
from tests.browser.hostile import HOSTILE
from tests.conversation_fixture import message

# What only data could have brought in: elements no template has, scripts in attributes, htmx beyond the desk's own.
FROM_DATA = """() => {
  const acts = /^(data-)?(hx|sse|ws)-|^on|^style$|^srcdoc$/i;
  const ours = (node) => [...node.attributes].filter((one) => acts.test(one.name));
  const odd = "iframe, object, embed, base, math, video, audio, style, img:not([src^='/static/']), "
    + "meta[http-equiv], dialog:not(#keys, #palette, [data-viewer]), "
    + "script:not([src^='/']), link:not([href^='/static/'])";
  const marked = [...document.querySelectorAll("*")].flatMap((node) =>
    ours(node).map((one) => `${node.localName}#${node.id} ${one.name}`));
  const links = [...document.querySelectorAll("a[href]")].filter((link) => link.host !== location.host).map((link) =>
    [link.protocol, link.host, link.relList.contains("noopener"), link.relList.contains("noreferrer"),
     link.referrerPolicy].join(" "));
  return {
    odd: [...document.querySelectorAll(odd)].map((node) => node.outerHTML),
    marked: [...new Set(marked)].sort(),
    links: [...new Set(links)].sort(),
  };
}"""
MARKET = {"market.yandex.ru", "yandex.ru", "zen.yandex.ru", "partner.market.yandex.ru"}
MARKET_LINKS = {f"https: {host} true true no-referrer" for host in MARKET}

# Elements of the desk's own that make requests.
OWN = {"body#", "form#", "span#name-search", "div#worker", "div#mirror"}
OWN |= {"nav#inbox", "div#inbox-standing", "a#inbox-more", "div#bulk"}


def look(page: Page, *, leads_to: set[str] = MARKET_LINKS) -> set[str]:
    """Checks the page for what came out of data, and gives the htmx attributes it has."""
    found = page.evaluate(FROM_DATA)
    assert found["odd"] == []
    assert set(found["links"]) <= leads_to
    return set(found["marked"])


def test_no_name_on_a_chat_page_is_more_than_text(visit, agent, home, seen):
    chat = seen(310001, order_id=54810000101)
    store = Campaign.objects.get(campaign_id=48211001)
    page = visit(agent, path="/chats/1001/310001/")
    usual = look(page)

    for start in range(0, len(HOSTILE), 3):
        one, two, three = (HOSTILE[(start + offset) % len(HOSTILE)] for offset in range(3))
        AgentSettings.objects.filter(agent=agent).delete()
        agent.first_name, agent.last_name = one[:150], two[:150]
        agent.save()
        home.name, store.name = two, three
        home.save()
        store.save()
        names = {"customer_name": one, "customer_public_id": two, "problem_kind": "broken", "problem_trace": three}
        codes = {"status": three[:100], "type": one[:100], "context_type": two[:100]}
        Chat.objects.filter(pk=chat.pk).update(**names, **(codes if start % 2 else {}))
        page.goto("/chats/1001/310001/")
        expect(page.locator("#chat-about")).to_be_visible()

        assert look(page) <= usual


def test_no_message_is_more_than_text(visit, agent, talk):
    """Texts, senders, names of files and their addresses, and what an agent began to write."""
    chat = talk(1)
    page = visit(agent, path="/chats/1001/310001/")
    expect(page.locator("#chat-order[hx-trigger]")).to_have_count(0)
    usual = {mark.split()[0] for mark in look(page)}
    outside = {f"{scheme}: trap.invalid true true no-referrer" for scheme in ("http", "https")}

    for start in range(0, len(HOSTILE), 20):
        page.goto("about:blank")  # an open page whose messages are gone loads itself anew
        Message.objects.filter(message_id__gt=1).delete()
        for number, text in enumerate(HOSTILE[start : start + 20], start=2):
            files = [{"name": text, "url": url, "size": 1} for url in ("https://trap.invalid/x", text)]
            message(chat, number, text=f"{text}\n{text}", sender=text[:100], files=files)
        replies.keep_draft(agent, chat, "".join(HOSTILE[start : start + 20]), now=chat.seen_at)
        page.goto("/chats/1001/310001/")
        expect(page.locator(".msg")).to_have_count(1 + len(HOSTILE[start : start + 20]))
        expect(page.locator("#chat-order[hx-trigger]")).to_have_count(0)

        assert {mark.split()[0] for mark in look(page, leads_to=MARKET_LINKS | outside)} <= usual


def test_no_name_in_a_list_is_more_than_text(visit, agent, home, market):
    """The names come the long way, from Market's own answers."""
    numbers = []
    for start in range(0, len(HOSTILE), 20):
        numbers.append(str(54899000000 + start))
        for name in HOSTILE[start : start + 20]:
            market.add_chat(1001, order_id=int(numbers[-1]), name=name, public_id=name)
    page = visit(agent, path="/")
    usual = look(page)

    page.locator("#q").fill(", ".join(numbers))
    page.keyboard.press("Enter")
    expect(page.locator("#lookup-result .row")).to_have_count(len(HOSTILE))
    assert look(page) <= usual | {"button# hx-"}

    for chat in Chat.objects.all()[:10]:
        recent_ones.add_recent(agent, chat, now=chat.seen_at)
    page.goto("/")
    expect(page.locator(".recents .row")).to_have_count(10)
    assert {mark.split()[0] for mark in look(page)} <= OWN


def test_no_name_in_the_admin_is_more_than_text(visit, boss, agent, home, seen):
    for number, name in enumerate(HOSTILE):
        seller = type(home).objects.create(name=name, business_id=9_000 + number)
        Campaign.objects.create(seller=seller, campaign_id=9_000 + number, name=name)
        Group.objects.create(name=name[:150])
    agent.first_name = HOSTILE[0]
    agent.save()
    page = visit(boss)

    for path in (
        "/admin/chats/seller/?all=",
        f"/admin/chats/seller/{seller.pk}/change/",
        "/admin/auth/group/?all=",
    ):
        page.goto(path)
        assert look(page) == set()

    for path in ("/team/people/", f"/team/people/{agent.pk}/"):
        page.goto(path)
        assert {mark.split()[0] for mark in look(page)} <= OWN


class Rude(BaseHTTPRequestHandler):
    """A Market that refuses everything in words of its own."""

    words = ""

    def do_GET(self) -> None:
        body = json.dumps({"status": "ERROR", "errors": [{"code": self.words, "message": self.words}]}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("traceparent", self.words.encode("ascii", "ignore").decode().replace("\t", " "))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def rude_market(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Rude) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.MARKET_API_URL = f"http://127.0.0.1:{server.server_port}"
        yield Rude
        server.shutdown()


def test_no_word_of_market_is_more_than_text(visit, agent, home, rude_market):
    page = visit(agent)

    for start in range(0, len(HOSTILE), 4):
        rude_market.words = " ".join(HOSTILE[start : start + 4])
        page.goto("/chats/1001/310001/")
        expect(page.locator("[data-problem=refused]")).to_be_visible()

        assert {mark.split()[0] for mark in look(page)} <= OWN
