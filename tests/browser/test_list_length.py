"""A list of more than fifty chats, whose pulse asks for as many rows as the page shows of it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from chats.services import notes
from tests.browser.watch import settled


def test_rows_that_stand_above_the_list_do_not_make_it_longer(visit, agent, colleague, seen, market):
    """A mention stands in front of the first fifty, and an open chat that does not wait above them."""
    now = timezone.now()
    for number in range(1, 54):
        seen(310000 + number, updated_at=now - timedelta(minutes=500 - number), assignee=agent)
    mentioned, opened = (seen(number, status="WAITING_FOR_CUSTOMER") for number in (310100, 310200))
    notes.write(colleague, mentioned, f"@{agent.username} смотри", key=None, now=now)
    page = visit(agent, path=f"/chats/1001/{opened.chat_id}/?from=mine")
    settled(page)

    for _ in range(2):
        with page.expect_response(re.compile(r"[?&]list=")) as answer:
            page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:ask'))")
        answer.value.finished()
        settled(page)

    assert parse_qs(urlsplit(answer.value.url).query)["shown"] == ["50"]
    assert page.locator("#inbox-rows .entry").count() == 52
