import gzip
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.utils import timezone

from chats.models import History, Message, ReadMark, Reply
from tests.conversation_fixture import as_read, message

ADDRESS = "/chats/1001/310001/"


def poll(client, chat, *, last, tail="", **more):
    shown = {"v": chat.version, "seen": int(chat.seen_at.timestamp() * 1000), "last": last, "tail": tail, **more}
    return client.get(ADDRESS, shown, headers={"HX-Request": "true", "HX-Target": "freshness"})


def older(client, before):
    return client.get(f"{ADDRESS}older/", {"before": before}, headers={"HX-Request": "true", "HX-Target": "earlier"})


def ids(page) -> list[str]:
    return [one.get("id") for one in page.cssselect(".msg")]


def test_the_page_shows_the_newest_messages_oldest_first_and_asks_nobody(signed_in, talk, market, page_of):
    talk(60)

    page = page_of(signed_in.get(ADDRESS))

    assert ids(page) == [f"m{number}" for number in range(11, 61)]
    assert page.cssselect("#earlier-button")[0].get("href") == f"{ADDRESS}older/?before=11"
    assert market.calls == []


def test_a_page_of_fifty_messages_is_cheap(signed_in, agent, talk, django_assert_max_num_queries):
    chat = talk(60)
    ReadMark.objects.create(agent=agent, chat=chat, message_id=58)

    waits = connection.vendor == "postgresql"  # says in a statement of its own how long it waits for a lock
    with django_assert_max_num_queries(24 + waits):
        response = signed_in.get(ADDRESS)

    assert len(response.content) < 100_000
    assert len(gzip.compress(response.content)) < 15_500  # with what a team needs: notes, hand-over, tags, selecting


def test_who_wrote_is_told_by_name_word_and_code(signed_in, talk, agent, page_of):
    chat = talk(0)
    agent.first_name = "Анна"
    agent.save()
    for number, sender in enumerate(["CUSTOMER", "PARTNER", "PARTNER", "MARKET", "SUPPORT", "ROBOT"], start=1):
        message(chat, number, sender=sender)
    now = timezone.now()
    ours = {"state": "SENT", "started_at": now, "leased_until": now, "message": Message.objects.get(message_id=3)}
    Reply.objects.create(reply_id="8f7a2f5e-0d5c-4b8e-9a59-0c1d2e3f4a5b", chat=chat, agent=agent, **ours)

    shown = page_of(signed_in.get(ADDRESS)).cssselect(".msg")

    assert [one.get("data-sender") for one in shown][3:] == ["MARKET", "SUPPORT", "ROBOT"]
    names = [" ".join(one.cssselect("header b")[0].text_content().split()) for one in shown]
    assert names == ["Иван П.", "Shop", "Анна", "Market", "Market’s support", "Unknown: ROBOT"]


def test_text_is_text_and_addresses_are_links_that_tell_nobody(signed_in, talk, page_of):
    chat = talk(0)
    message(chat, 1, text="<b>раз</b>\nсм. https://ya.ru/a?b=1. И javascript:alert(1)")

    (text,) = page_of(signed_in.get(ADDRESS)).cssselect("#m1 .msg-text")

    assert text.text_content() == "<b>раз</b>\nсм. https://ya.ru/a?b=1. И javascript:alert(1)"
    (link,) = text.cssselect("a")
    assert link.get("href") == "https://ya.ru/a?b=1"
    assert set(link.get("rel").split()) == {"noopener", "noreferrer", "nofollow"}
    assert (link.get("target"), link.get("referrerpolicy")) == ("_blank", "no-referrer")


def test_files_have_a_name_a_size_and_the_link_as_market_gives_it(signed_in, talk, page_of):
    files = [
        {"name": "чек\u202egpj.exe", "url": "https://chats.example/1?sign=a%2Fb", "size": 1_300_000},
        {"name": "", "url": "javascript:alert(1)", "size": None},
    ]
    message(talk(0), 1, text="", files=files)

    first, second = page_of(signed_in.get(ADDRESS)).cssselect("#m1 .files li")

    assert first.cssselect("a")[0].get("href") == "https://chats.example/1?sign=a%2Fb"
    assert first.cssselect("bdi")[0].text_content() == "чекgpj.exe"
    assert "1.3 MB" in first.text_content()
    assert not second.cssselect("a")
    assert "without a name" in second.text_content()


def test_a_message_with_neither_text_nor_file_says_so(signed_in, talk, page_of):
    message(talk(0), 1, text="")

    assert "Sticker or unsupported" in page_of(signed_in.get(ADDRESS)).cssselect("#m1")[0].text_content()


def test_days_and_the_first_unread_stand_between_the_messages(signed_in, agent, talk, page_of):
    chat, now = talk(0), timezone.now()
    for number, days in ((1, 2), (2, 2), (3, 0)):
        message(chat, number, at=now - timedelta(days=days, minutes=3 - number))
    ReadMark.objects.create(agent=agent, chat=chat, message_id=1)

    page = page_of(signed_in.get(ADDRESS))

    order = [one.get("id") for one in page.cssselect(".day, #unread, .msg")]
    assert [one if one[0] in "mu" else "day" for one in order] == ["day", "m1", "unread", "m2", "day", "m3"]
    assert page.cssselect(".day")[1].text_content().startswith("Today")


def test_earlier_messages_come_in_part_and_as_a_page(signed_in, talk, market, page_of):
    talk(120)

    part, page = page_of(older(signed_in, 71)), page_of(signed_in.get(f"{ADDRESS}older/?before=71"))

    expected = [f"m{number}" for number in range(21, 71)]
    assert ids(part) == ids(page) == expected
    assert part.cssselect("#earlier-button")[0].get("hx-get").endswith("?before=21")
    assert not page.cssselect("#chat [hx-trigger*='desk:tick']")
    assert market.calls == []


def test_the_beginning_of_the_chat_is_said(signed_in, talk, page_of):
    talk(60)

    part = page_of(older(signed_in, 11))

    assert ids(part) == [f"m{number}" for number in range(1, 11)]
    assert not part.cssselect("#earlier-button")
    assert "begins here" in part.text_content()


def test_why_earlier_messages_did_not_come_is_said_beside_the_button_that_tries_again(signed_in, talk, market, page_of):
    talk(3)
    History.objects.update(has_first_message=False)
    market.fail("500")

    part, page = page_of(older(signed_in, 1)), page_of(signed_in.get(f"{ADDRESS}older/?before=1"))

    for shown in (part, page):
        assert shown.cssselect("#earlier [data-problem=broken]")
        assert shown.cssselect("#earlier-button")[0].get("hx-get").endswith("?before=1")


@pytest.mark.parametrize("before", ["999", "", "x", "0", "9" * 30, "-1"])
def test_earlier_than_no_message_is_no_page(signed_in, talk, before):
    talk(3)

    assert older(signed_in, before).status_code == 404


def test_the_first_pulse_fills_a_page_that_was_never_read(signed_in, home, market, page_of):
    signed_in.get(ADDRESS)
    market_calls = len(market.calls)
    page = page_of(signed_in.get(ADDRESS))
    asks = page.cssselect("#freshness")[0].get("hx-get")

    filled = page_of(signed_in.get(asks, headers={"HX-Request": "true", "HX-Target": "freshness"}))

    assert page.cssselect("#tail .reading")
    assert not ids(page)
    assert filled.cssselect("[hx-swap-oob='beforeend:#messages'] .msg")
    assert not filled.cssselect("#tail .reading")
    assert filled.cssselect("#earlier[hx-swap-oob]")
    assert len(market.calls) == market_calls + 1


def test_nothing_new_is_204_and_writes_nothing(signed_in, talk, market):
    chat = talk(3)
    before = History.objects.values().get()

    response = poll(signed_in, chat, last=3)

    assert (response.status_code, market.calls) == (204, [])
    assert (History.objects.values().get(), ReadMark.objects.count()) == (before, 0)


def test_a_quiet_pulse_takes_few_queries(signed_in, talk, django_assert_max_num_queries):
    chat = talk(3)
    poll(signed_in, chat, last=3)  # the first one notes that the agent is there

    with django_assert_max_num_queries(5):
        poll(signed_in, chat, last=3)


def test_new_messages_come_alone_to_the_end(signed_in, talk, page_of):
    chat = talk(3)
    message(chat, 4, text="Ещё вопрос")
    chat.version -= 1

    page = page_of(poll(signed_in, chat, last=3))

    (news,) = page.cssselect("[hx-swap-oob='beforeend:#messages']")
    assert (ids(news), news.get("data-last")) == (["m4"], "4")
    assert not news.cssselect(".day")
    assert "last=4" in page.cssselect("#freshness")[0].get("hx-get")
    assert not page.cssselect("textarea")


def test_a_page_from_before_the_desk_began_anew_is_opened_anew(signed_in, talk):
    chat = talk(3)
    chat.version -= 1

    assert poll(signed_in, chat, last=777)["HX-Refresh"] == "true"


def test_a_reading_that_failed_is_said_under_the_messages(signed_in, talk, page_of):
    chat, now = talk(2), timezone.now()
    as_read(chat, problem_kind="hourly_limit", problem_at=now, problem_until=now + timedelta(minutes=20))

    page = page_of(poll(signed_in, chat, last=2))

    assert page.cssselect("#tail [data-problem=hourly_limit]")
    cursor = dict(parse_qsl(page.cssselect("#freshness")[0].get("hx-get").partition("?")[2]))
    assert poll(signed_in, chat, last=2, tail=cursor["tail"]).status_code == 204


def test_the_mark_of_what_was_read_is_kept_for_each_agent(signed_in, agent, talk):
    chat = talk(3)

    response = signed_in.post(f"{ADDRESS}read/", {"message_id": "2"})

    assert response.status_code == 204
    assert ReadMark.objects.values_list("agent", "chat", "message_id").get() == (agent.pk, chat.pk, 2)


@pytest.mark.parametrize("message_id", ["", "x", "0", "777", str(2**63), "9" * 40])
def test_a_mark_at_no_message_is_none(signed_in, talk, message_id):
    talk(3)

    assert signed_in.post(f"{ADDRESS}read/", {"message_id": message_id}).status_code == 204
    assert not ReadMark.objects.exists()


@pytest.mark.parametrize("path", ["older/?before=1", "read/", "reply/", "file/", "draft/", "drop/", "arrived/"])
def test_a_foreign_conversation_is_the_same_404_as_none(signed_in, home, foreign, known_chat, market, path):
    message(known_chat(foreign, 420001), 1)
    send = signed_in.get if path.startswith("older") else signed_in.post

    answers = [send(f"/chats/{place}/{path}") for place in ("2002/420001", "7777/420001", "1001/999")]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert market.calls == []
