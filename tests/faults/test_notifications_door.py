"""The address that Market sends notifications to: what is let in, what is on the disk by then, and what is answered."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chats.market.payload_notifications import KINDS
from chats.models import NotificationAddress, WebhookEvent
from chats.services import notifications
from chats.services.notifications import receive
from tests.market import announced
from tests.notification_fixture import FORMS, FROM_MARKET, PING, deliver, is_accepted, is_refused, machine, message_sent
from tests.test_database import waits_for_the_disk

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = "192.0.2.7"


@pytest.mark.parametrize("form", FORMS)
def test_n1_all_forms_of_the_address_take_a_ping_and_an_event(announce, address, form):
    before = timezone.now()

    assert is_accepted(announce(PING, form))
    address.refresh_from_db()
    assert (WebhookEvent.objects.count(), address.last_event_at) == (0, None)
    assert before <= address.pinged_at <= timezone.now()

    assert is_accepted(announce(message_sent(), form))
    event = WebhookEvent.objects.get()
    address.refresh_from_db()
    assert (event.kind, event.chat_id, event.message_id) == ("CHAT_MESSAGE_SENT", 310001, 700000001)
    assert event.due_at == event.received_at == address.last_event_at >= before


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_n1_every_type_of_the_document_is_stored_as_it_came(announce, kind):
    body = announced.whole(kind)

    assert is_accepted(announce(body))

    stored = [(event.kind, event.body) for event in WebhookEvent.objects.all()]
    assert stored == ([] if kind == "PING" else [(kind, announced.raw(body))])


def test_n1_what_the_desk_has_no_use_for_is_kept_and_is_no_work(announce):
    announce({"notificationType": "SOMETHING_NEW", "businessId": 1001, "x": 1})
    announce(announced.whole("QUESTION_CREATED"))

    assert [(one.outcome, one.due_at, bool(one.done_at)) for one in WebhookEvent.objects.all()] == [
        ("KEPT", None, True)
    ] * 2


def test_n1_an_event_is_on_the_disk_before_market_is_told_so(announce, monkeypatch):
    waited = []
    monkeypatch.setattr(receive, "note_arrival", lambda *_args, **_options: waited.append(waits_for_the_disk()))

    assert is_accepted(announce(message_sent()))

    assert waited == [True]


def test_n1_no_session_cookie_language_or_person_has_a_part_in_it(announce, address, agent):
    browser = Client(enforce_csrf_checks=True, REMOTE_ADDR=FROM_MARKET)
    browser.force_login(agent)
    headers = {"Accept-Language": "ru", "Origin": "https://evil.example", "HX-Request": "true"}

    with CaptureQueriesContext(connection) as of_market:
        announce(PING)
    with CaptureQueriesContext(connection) as of_browser:
        path = f"/notifications/{address.secret}"
        answer = browser.post(path, PING, content_type="application/json", headers=headers)

    assert is_accepted(answer)
    assert not answer.cookies and not answer.has_header("Content-Language") and not answer.has_header("Vary")
    assert len(of_browser) == len(of_market)
    assert not any("session" in query["sql"] or "auth_user" in query["sql"] for query in of_browser)


@pytest.mark.parametrize("way", [{}, {"X-Forwarded-Proto": "http"}, {"Sec-Fetch-Mode": "navigate"}])
def test_n1_it_is_never_redirected_and_never_answered_with_a_page(announce, settings, way):
    settings.SECURE_SSL_REDIRECT = True

    for form in FORMS:
        assert is_accepted(announce(PING, form, **way))


def test_n2_a_hundred_deliveries_of_one_event_are_one_row(announce):
    body = message_sent()

    def again(_):
        try:
            return announce(body).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(again, range(100)))

    assert set(statuses) == {200}
    assert WebhookEvent.objects.count() == 1


@pytest.fixture
def wrong(address, tech):
    """What must all look alike, by what is wrong with it."""
    of_tech = notifications.new_address(tech, now=timezone.now())
    path, guess = f"/notifications/{address.secret}", "/notifications/" + "0123456789abcdef" * 3
    off = notifications.new_address(address.seller, now=timezone.now())
    path, old = f"/notifications/{off.secret}", path
    return {
        "a guess": (guess, FROM_MARKET, {}),
        "a guess of another shape": ("/notifications/guess", FROM_MARKET, {}),
        "a guess with what no row takes": ("/notifications/%00%ff", FROM_MARKET, {}),
        "an address of before": (old, FROM_MARKET, {}),
        "another source": (path, ELSEWHERE, {}),
        "a source that claims to be Market": (path, ELSEWHERE, {"X-Forwarded-For": FROM_MARKET}),
        "a proxy that names another source": (path, "127.0.0.1", {"X-Forwarded-For": f"{FROM_MARKET}, {ELSEWHERE}"}),
        "a proxy that names none": (path, "127.0.0.1", {}),
        "a source that is none": (path, "unix:", {}),
        "another seller's address": (f"/notifications/{of_tech.secret}", FROM_MARKET, {}),
    }


def test_n4_what_is_forged_gets_the_same_404_and_leaves_no_trace(wrong, market):
    seen, client = set(), machine()
    for form in FORMS:
        for what, (path, source, headers) in wrong.items():
            with CaptureQueriesContext(connection) as queries:
                answer = deliver(path + form, message_sent(), source, client, **headers)

            assert is_refused(answer)
            assert not [query for query in queries if not query["sql"].startswith("SELECT")], what
            seen.add((answer.status_code, answer.content, str(sorted(answer.items())), len(queries)))

    assert len(seen) == 1 and seen.pop()[0] == 404
    assert (WebhookEvent.objects.count(), market.calls) == (0, [])
    assert not NotificationAddress.objects.exclude(last_event_at=None, pinged_at=None).exists()


def test_n4_a_seller_that_is_switched_off_has_no_address(announce, home):
    home.active = False
    home.save(update_fields=["active"])

    assert [announce(body).status_code for body in (PING, message_sent())] == [404, 404]
    assert not WebhookEvent.objects.exists()


def test_n4_a_trusted_proxy_names_the_source_and_the_networks_are_a_setting(announce, settings):
    through = {"X-Forwarded-For": f"203.0.113.5, {FROM_MARKET}"}
    assert announce(PING, source="127.0.0.1", **through).status_code == 200

    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert announce(PING, source="127.0.0.1", **through).status_code == 404
    assert announce(PING, source="10.1.2.3", **through).status_code == 200

    settings.NOTIFICATION_NETWORKS = ["192.0.2.0/24", "2001:db8::/32"]
    sources = (FROM_MARKET, ELSEWHERE, f"::ffff:{ELSEWHERE}", "2001:db8::5", "2001:db9::5")
    assert [announce(PING, source=source).status_code for source in sources] == [404, 200, 200, 200, 404]

    settings.NOTIFICATION_NETWORKS = []
    assert announce(PING).status_code == 404


def test_n4_a_source_that_knows_the_secret_is_named_in_the_log_and_the_secret_is_not(announce, address, caplog):
    announce(message_sent(), source=ELSEWHERE)

    said = [record.getMessage() for record in caplog.records if record.name == "chats.views.notifications"]
    assert len(said) == 1 and ELSEWHERE in said[0] and "NOTIFICATION_NETWORKS" in said[0]
    assert address.secret not in said[0]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_n4_only_a_post_is_answered_whatever_the_secret(address, method):
    for secret in (address.secret, "guess"):
        answer = Client(REMOTE_ADDR=FROM_MARKET).generic(method, f"/notifications/{secret}")

        assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")
