"""Whose pictures browsers load: nobody's, until an administrator lists hosts; then those of these hosts only."""

import http.client

import pytest
from django.conf import settings as django_settings

from chats.presenters.files import file_view
from tests.conversation_fixture import message
from tests.serve_fixture import manage

HOST = "https://files.example.com"
OFF = "img-src 'self' blob:"
PICTURE = {"name": "скол.jpg", "url": f"{HOST}/1?sign=a%2Fb", "size": 1}
HOSTILE = [
    "https://files.example.com@evil.example/1",
    "https://user:word@files.example.com/1",
    "https://files.example.com:8443/1",
    "https://files.example.com:443/1",
    "https://files.example.com./1",
    "https://files.example.com.evil.example/1",
    "https://files.example.comevil.example/1",
    "https://evil.example/https://files.example.com/1",
    "https://sub.files.example.com/1",
    "https://files.example.com\\@evil.example/1",
    "https:\\\\files.example.com/1",
    "https:/files.example.com/1",
    "https:files.example.com/1",
    "//files.example.com/1",
    "http://files.example.com/1",
    "https://files.example.com",
    "https://files.example.com?/1",
    "https://files.example.com#/1",
    "https://files\u3002example.com/1",
    "https://fіles.example.com/1",  # the second letter is Ukrainian
    "https://\uff46iles.example.com/1",
    " https://files.example.com/1",
    "\thttps://files.example.com/1",
    "https://files.exam\nple.com/1",
    "javascript:alert(1)//https://files.example.com/1",
    "data:image/png;base64,AAAA",
    "blob:https://files.example.com/1",
    "",
]


def image_sources(response) -> str:
    return next(part for part in response["Content-Security-Policy"].split("; ") if part.startswith("img-src"))


@pytest.fixture
def signed_in(client, agent):
    client.force_login(agent, backend="chats.backends.AgentBackend")
    return client


@pytest.fixture
def shown(signed_in, talk, page_of):
    def show(*files: dict[str, object]):
        message(talk(0), 1, text="", files=list(files))
        return page_of(signed_in.get("/chats/1001/310001/"))

    return show


def test_without_hosts_a_picture_is_a_link_and_the_policy_lets_none_in(signed_in, shown):
    page = shown(PICTURE)

    assert not page.cssselect("#messages img, .viewer")
    assert page.cssselect("#m1 .files a")[0].get("href") == PICTURE["url"]
    assert image_sources(signed_in.get("/")) == OFF
    assert django_settings.PICTURE_HOSTS == []


def test_a_picture_of_a_listed_host_is_a_preview_that_tells_nobody(settings, shown):
    settings.PICTURE_HOSTS = [HOST]

    (link,) = shown(PICTURE).cssselect("#m1 .files a[data-picture]")

    (image,) = link.cssselect("img")
    assert (image.get("src"), link.get("href")) == (PICTURE["url"], PICTURE["url"])
    assert (image.get("referrerpolicy"), link.get("referrerpolicy")) == ("no-referrer", "no-referrer")
    assert set(link.get("rel").split()) == {"noopener", "noreferrer", "nofollow"}
    assert (image.get("loading"), image.get("decoding"), image.get("width")) == ("lazy", "async", "96")


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_that_only_looks_like_a_listed_host_is_never_loaded(settings, url):
    settings.PICTURE_HOSTS = [HOST]

    assert not file_view({"name": "скол.jpg", "url": url, "size": 1}).drawn


def test_no_hostile_address_becomes_a_picture_on_the_page(settings, shown):
    settings.PICTURE_HOSTS = [HOST]

    page = shown(*({"name": "скол.jpg", "url": url, "size": 1} for url in HOSTILE))

    assert len(page.cssselect("#m1 .files li")) == len(HOSTILE)
    assert not page.cssselect("#m1 img, #m1 [data-picture]")


@pytest.mark.parametrize("name", ["скол.svg", "скол.jpg.exe", "скол.html", "скол", "", "скол\u202egpj.exe", "a.heic"])
def test_what_browsers_do_not_draw_stays_a_link(settings, name):
    settings.PICTURE_HOSTS = [HOST]

    assert not file_view({**PICTURE, "name": name}).drawn


def test_the_policy_lets_in_exactly_the_listed_hosts(environment):
    environment["PICTURE_HOSTS"] = "files.example.com, CDN.example.com"

    with manage("serve", environment) as desk:
        desk.until("The desk is at")
        connection = http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=20)
        connection.request("GET", "/login/")
        answer = connection.getresponse()
        connection.close()

    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert f"{OFF} https://files.example.com https://cdn.example.com" in policy
    assert [part for part in policy if "example.com" in part] == [part for part in policy if part.startswith("img-src")]
