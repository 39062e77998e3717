from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat

ADDRESS = "/chats/1001/{}/"


def poll(client, chat, *, version=None, seen=None):
    shown = {"v": version or chat.version, "seen": seen or int(chat.seen_at.timestamp() * 1000)}
    headers = {"HX-Request": "true", "HX-Target": "freshness"}
    return client.get(ADDRESS.format(chat.chat_id), shown, headers=headers)


def test_nothing_new_is_204(signed_in, fresh, market):
    response = poll(signed_in, fresh())

    assert (response.status_code, response.content) == (204, b"")
    assert market.calls == []


def test_something_new_comes_with_the_parts_that_changed(signed_in, fresh, page_of):
    chat = fresh()
    Chat.objects.update(version=2, status="FINISHED")

    page = page_of(poll(signed_in, chat))

    assert page.cssselect("#freshness")
    assert page.cssselect("#chat-status[hx-swap-oob] .badge")[0].get("data-status") == "FINISHED"
    assert not page.cssselect("form, textarea, input:not([type=hidden])")


def test_an_open_page_refreshes_an_old_sighting(signed_in, fresh, market, page_of):
    long_ago = timezone.now() - timedelta(days=200)
    chat = fresh(status="WAITING_FOR_MARKET", due_at=long_ago, seen_at=long_ago, updated_at=long_ago)

    page = page_of(poll(signed_in, chat))

    assert page.cssselect(".badge")[0].get("data-status") == "NEW"
    assert [call.operation for call in market.calls] == ["getChat", "getChatHistory"]


def test_a_finished_chat_has_nothing_that_asks(signed_in, fresh, page_of):
    fresh(status="FINISHED")

    page = page_of(signed_in.get(ADDRESS.format(310001)))

    assert page.cssselect("#freshness")
    assert not page.cssselect("#chat [hx-trigger*='desk:tick']")


def test_pressing_refresh_asks_market_and_says_the_new_age(signed_in, fresh, market, page_of):
    chat = fresh(updated_at=timezone.now() - timedelta(days=100))

    response = signed_in.post(
        ADDRESS.format(310001) + "refresh/", headers={"HX-Request": "true", "HX-Target": "freshness"}
    )

    assert page_of(response).cssselect("#freshness")
    assert Chat.objects.get().seen_at > chat.seen_at
    assert [call.operation for call in market.calls] == ["getChat", "getChatHistory"]


def test_pressing_refresh_without_scripts_comes_back_to_the_page(signed_in, fresh, market):
    fresh()

    response = signed_in.post(ADDRESS.format(310001) + "refresh/")

    assert (response.status_code, response["Location"]) == (302, ADDRESS.format(310001))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("403_scope", "missing_scope"),
        ("403_api_off", "api_off"),
        ("404", "not_found"),
        ("420_hourly", "hourly_limit"),
        ("500", "broken"),
        ("closed", "not_reached"),
        ("html", "not_understood"),
    ],
)
def test_when_market_fails_the_last_sighting_stays_visibly_stale(signed_in, fresh, market, page_of, fault, kind):
    fresh(status="WAITING_FOR_PARTNER", updated_at=timezone.now() - timedelta(days=100))
    market.fail(fault=fault)

    signed_in.post(ADDRESS.format(310001) + "refresh/")
    page = page_of(signed_in.get(ADDRESS.format(310001)))

    assert page.cssselect(".badge")[0].get("data-status") == "WAITING_FOR_PARTNER"
    assert page.cssselect("#freshness[data-stale]")
    assert page.cssselect(f"#chat-notice [data-problem={kind}]")[0].text_content().strip()
