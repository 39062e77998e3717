"""S11: names to sort and filter by come from closed maps, and no text takes long to read."""

import time
from contextlib import suppress

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Lookup
from chats.services.lookup import NotAnIdentifier, read_paste

LISTS = [f"/admin/{name}/" for name in ("chats/seller", "chats/preparedanswer", "chats/lookup", "auth/group")]
TAMPERED = [
    "o=99", "o=-1", "o=1.2.3.4.5.6", "o=abc", "o=1;DROP TABLE x", "o=-999999999999999999999", "o=%00", "ot=asc",
    "p=-1", "p=x", "p=99999999999999999999", "p=1e9", "p=%D9%A3", f"p={'9' * 4300}", f"p={'9' * 5000}", "all=", "e=1",
    "name__regex=((a%2B)%2B)%2B$", "name__iregex=(x%2Bx%2B)%2By", "username__regex=(a|a)*$", "name__contains=%",
    "token__startswith=f1$", "token__isnull=0", "token=x", "password__startswith=pbkdf2", "password__regex=^p",
    "groups__user__password__startswith=p", "agent__password__startswith=p", "agent__username=boss",
    "seller__token__startswith=f1", "chat__customer_name__contains=a", "user__password__contains=a",
    "last_login__gte=2020", "is_active__exact=zz", "is_superuser__exact=2", "is_superuser__isnull=x", "outcome=zz",
    "outcome__regex=.*", "outcome__in=FOUND", "pk=1", "pk__in=1,2", "id__gt=0", "at__year=abc", "__class__=x",
    "name__=x", "name____=x", "nowhere=1", "_to_field=token", "_to_field=id&_popup=1", "_popup=1", "_facets=1",
    "_changelist_filters=x", "q=%00", "q=%25_%25", "q='%20OR%201=1%20--", "q=%22%22%22", f"q={'%22a' * 2000}",
    "is_active__exact=1&is_active__exact=0", "%00=1", "%ff=%fe",
]  # fmt: skip
# What one would filter by to guess at secrets, letter by letter.
SECRETS = ["token", "password", "session", "customer_name", "regex"]


@pytest.mark.parametrize("query", TAMPERED, ids=lambda query: query[:40])
def test_s11_no_address_of_a_list_breaks_it_or_asks_for_what_is_not_shown(browsers, home, chat, agent, query):
    Lookup.objects.create(agent=agent, at=chat.seen_at, number=1, outcome="FOUND", chat=chat)
    for address in LISTS:
        with CaptureQueriesContext(connection) as asked:
            response = browsers["boss"].get(f"{address}?{query}")

        conditions = [query["sql"].partition(" WHERE ")[2] for query in asked]
        assert response.status_code in {200, 302, 400}
        assert response.headers.get("Location", address).startswith(address)
        assert [sql for sql in conditions if any(f'"{secret}" ' in sql for secret in ("token", "password"))] == []
        assert [
            sql for sql in conditions if "REGEXP" in sql or " ~ " in sql or "LIKE" in sql.split("ORDER BY")[0]
        ] == [] or (query.startswith("q="))


@pytest.mark.parametrize("query", [query for query in TAMPERED if "=" in query][:30:3])
def test_s11_neither_does_one_of_the_desk(browsers, home, chat, query):
    addresses = ["/", "/lookup/", "/chats/1001/310001/", "/answers/", "/answers/new/", "/answers/for/1001/310001/"]
    for address in (*addresses, "/settings/", "/login/", "/healthz"):
        assert browsers["agent"].get(f"{address}?{query}").status_code in {200, 302, 422}


@pytest.mark.parametrize(
    "ids",
    [
        "1001/%00", "1001/1%00", "-1/1", "1001/01", "1001/1e3", "1001/٣", "1001/１", "1001/9223372036854775808",
        "1001/1;--", "1001/1'", "0/1", "1001/0", "1001/ 1", "1001/1%0a", "../1", "%2e%2e/1", "1001/1/../../admin",
        f"1001/{'9' * 3000}",
    ],
)  # fmt: skip
def test_s11_what_is_no_id_is_no_page(browsers, home, market, ids):
    for name in ("agent", "boss"):
        for end in ("/", "/refresh/"):
            assert browsers[name].get(f"/chats/{ids}{end}").status_code in {301, 404}
            assert browsers[name].post(f"/chats/{ids}{end}").status_code in {301, 404}
    assert market.calls == []


@pytest.mark.parametrize("field", ["business_id", "chat_id"])
@pytest.mark.parametrize(
    "text",
    ["", "0", "-1", "1e3", "１", "²", "9" * 19, "9" * 5000, "1\0", "1'--", "[]", "\ud83d".encode("utf-8", "replace")],
)
def test_s11_forgetting_takes_numbers_only(browsers, chat, field, text):
    ids = {"business_id": "1001", "chat_id": "310001", field: text}

    assert browsers["agent"].post("/recents/forget/", ids).status_code == 302


@pytest.mark.parametrize(
    "text", ["%", "_", "%31%", "310%", "3_0001", "*", ".*", "31000[0-9]", "' OR '1'='1", "310001--"]
)
def test_s11_signs_of_patterns_find_no_more_than_their_digits(browsers, home, chat, market, text):
    response = browsers["agent"].get("/lookup/", {"q": text})

    assert response.status_code in {200, 302, 422}
    if response.status_code == 302:
        assert response["Location"] == "/chats/1001/310001/"
        assert "310001" in text


LONG = 60 * 1024
SLOW = {
    "digits": "1" * LONG,
    "digits and spaces": "1 " * (LONG // 2),
    "digits and many spaces": "1" + " " * LONG + "x",
    "groups": "123456 " * (LONG // 7),
    "hyphens": "1-" * (LONG // 2),
    "a phone that goes on": "+7" + " 1-(" * (LONG // 4),
    "an open bracket": "8 (" + "1" * LONG,
    "pluses": "+1" * (LONG // 2),
    "dates": "1.1." * (LONG // 4),
    "times": "1:11:" * (LONG // 5),
    "addresses": "http://a.ru/" * (LONG // 12),
    "a host that goes on": "a." * (LONG // 2),
    "a host without an end": "a" * LONG + ".ru",
    "words": "chat/" * (LONG // 5) + "x",
    "named": "order=" * (LONG // 6),
    "desk addresses": "/chats/1/1" * (LONG // 10),
    "long desk address": "/chats/" + "1" * LONG,
    "full width": "１" * (LONG // 3),
    "marks": "1\u200b" * (LONG // 4),
    "combining": "1" + "\u0301" * (LONG // 2),
    "what grows when made plain": "\ufdfa" * (LONG // 3),
    "quotes": '"' * LONG,
    "separators": ",;|\n" * (LONG // 4),
    "key": "ACMA" * (LONG // 4),
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_s11_sixty_kilobytes_take_no_longer_than_fifty_milliseconds(text):
    best = min(seconds_for(text) for _ in range(3))

    assert best < 0.05


def seconds_for(text: str) -> float:
    started = time.process_time()
    with suppress(NotAnIdentifier):
        read_paste(text)
    return time.process_time() - started
