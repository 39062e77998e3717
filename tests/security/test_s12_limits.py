"""S12: too much of anything is answered in words."""

import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.utils import timezone

from chats.models import Lookup, Quota, RecentChat
from tests.security.routes import address_of, every

PART = {"HX-Request": "true", "HX-Target": "lookup-result"}
IDS = {"business_id": 1001, "chat_id": 310001, "app_label": "chats", "url": "x"}
# Forms that anybody can send something to, whether or not they get to see it. Where Market sends its notifications, a
# machine is answered: whoever does not know the address gets a 404 before anything is read (N4, N7).
MACHINES = "/notifications/"
ADDRESSES = [address for route in every() if not (address := address_of(route, **IDS)).startswith(MACHINES)]


def strictly(browsers):
    """Browsers whose forms are read in order to look for the CSRF token, as all forms of the desk are."""
    for browser in browsers:
        browser.handler.enforce_csrf_checks = True
        browser.cookies[live_settings.CSRF_COOKIE_NAME] = "a" * 32
        yield browser


@pytest.fixture
def five_a_minute(settings):
    settings.LOOKUPS_PER_MINUTE = 5


@pytest.fixture
def tired(agent, five_a_minute):
    """The agent has just looked up as much as a minute has."""
    now = timezone.now()
    Lookup.objects.bulk_create([Lookup(agent=agent, at=now, number=1, outcome="FOUND") for _ in range(5)])
    return agent


def test_s12_too_many_lookups_are_refused_beside_the_field_with_the_time_to_go_on(
    browser_of, home, market, tired, page_of
):
    browser = browser_of(tired)

    answers = [browser.get("/lookup/", {"q": "310001"}), browser.get("/lookup/", {"q": "310001"}, headers=PART)]

    for answer in answers:
        page = page_of(answer)
        said = page.cssselect("#lookup-error")[0].text_content()
        assert answer.status_code == 429
        assert 50 <= int(answer["Retry-After"]) <= 60
        assert "Too many lookups" in said and "You can go on at" in said
    assert page_of(answers[0]).cssselect("#q")[0].get("value") == "310001"
    assert (market.calls, Lookup.objects.count()) == ([], 5)


def test_s12_ten_thousand_lookups_cost_market_no_more_calls_than_the_limit(
    browser_of, home, market, agent, five_a_minute
):
    browser = browser_of(agent)

    statuses = [browser.get("/lookup/", {"q": str(310000 + number)}).status_code for number in range(12)]
    statuses += [browser.get(f"/chats/1001/{320000 + number}/").status_code for number in range(3)]

    assert set(statuses[5:]) == {429}
    assert len(market.calls) <= 2 * 5
    assert Quota.objects.get(seller=home, operation="getChat").remaining >= 1000 - 5


def test_s12_numbers_pasted_together_count_each(browser_of, home, market, agent, five_a_minute):
    browser = browser_of(agent)
    browser.get("/lookup/", {"q": "310001, 310002, 310003"})

    refused = browser.get("/lookup/", {"q": "310004, 310005, 310008"})
    allowed = browser.get("/lookup/", {"q": "310004, 310005"})

    assert (refused.status_code, allowed.status_code) == (429, 200)


def test_s12_a_chat_opened_by_its_address_for_the_first_time_counts_as_a_lookup(browser_of, home, market, agent):
    browser = browser_of(agent)

    browser.get("/chats/1001/310001/")
    browser.get("/chats/1001/310001/")
    browser.get("/chats/1001/999/")
    market.fail("500")
    browser.get("/chats/1001/310002/")

    noted = Lookup.objects.order_by("pk").values_list("number", "outcome", "seller__business_id", "problem_kind")
    assert list(noted) == [
        (310001, "FOUND", 1001, ""),
        (999, "NOT_FOUND", 1001, ""),
        (310002, "FAILED", 1001, "broken"),
    ]
    assert RecentChat.objects.get().chat.chat_id == 310001


def test_s12_who_waits_still_sees_what_the_desk_knows(browser_of, home, market, chat, tired, page_of):
    browser = browser_of(tired)

    known, never_seen = browser.get("/chats/1001/310001/"), browser.get("/chats/1001/310002/")

    assert (known.status_code, never_seen.status_code) == (200, 429)
    assert page_of(never_seen).cssselect("[data-problem=too_fast]")
    assert never_seen["Retry-After"]
    assert market.calls == []


def test_s12_one_who_waits_keeps_no_colleague_waiting(browser_of, home, market, tired, boss):
    assert browser_of(boss).get("/lookup/", {"q": "310001"}).status_code == 302


def test_s12_the_wait_ends_by_itself(browser_of, home, market, tired):
    Lookup.objects.update(at=timezone.now() - timedelta(seconds=61))

    assert browser_of(tired).get("/lookup/", {"q": "310001"}).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_s12_five_thousand_fields_and_a_form_of_a_megabyte_are_refused_in_words(browsers, home, address, page_of):
    fields = {f"field{number}": "1" for number in range(5000)}
    too_long = {"name": "x" * (live_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    forms = [
        ("application/x-www-form-urlencoded", "&".join(f"{name}={value}" for name, value in fields.items())),
        ("application/x-www-form-urlencoded", f"name={too_long['name']}"),
    ]

    for strict in strictly(browsers[name] for name in ("anonymous", "boss")):
        answers = [strict.post(address, body, content_type=kind) for kind, body in forms]
        answers += [strict.post(address, form) for form in (fields, too_long)]
        for answer in answers:
            assert answer.status_code in {400, 413}
            assert page_of(answer).cssselect("h1")[0].text_content().strip()


@pytest.fixture
def temporary_files(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return lambda: list(Path(tmp_path).iterdir())


@pytest.mark.parametrize("size", [0, 1, 900_000, 3_000_000, 6_000_000])
@pytest.mark.parametrize("address", ["/login/", "/language/", "/", "/recents/forget/", "/admin/chats/seller/add/"])
def test_s12_what_anybody_uploads_is_never_written_to_the_disk(browsers, home, temporary_files, size, address):
    for browser in strictly(browsers.values()):
        file = BytesIO(b"x" * size)
        file.name = "../../canary.exe"
        answer = browser.post(address, {"file": file, "next": "/"})

        assert (answer.status_code in {400, 413}) == (size > live_settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        assert answer.status_code in {400, 403, 413}
        assert not getattr(answer.wsgi_request, "_files", None)
    assert temporary_files() == []


def test_s12_a_lookup_of_sixty_thousand_characters_is_read_at_once(browser_of, agent, home, market):
    browser = browser_of(agent)
    started = time.process_time()

    answer = browser.get("/lookup/", {"q": "1 2-" * 15_000})

    assert answer.status_code == 422
    assert time.process_time() - started < 1
