"""S3: who reads or writes in a chat is told to nobody who may not see its seller."""

import pytest
from django.utils import timezone

from chats.models import Presence
from chats.services import presence

NAME = "Канарейка"
ADDRESSES = ["/chats/1001/310001/", "/", "/?view=all", "/chats/2002/420001/"]
PARTS = [{}, *({"HX-Request": "true", "HX-Target": part} for part in ("freshness", "chat", "inbox"))]


@pytest.fixture
def writer(colleague, chat):
    colleague.first_name = NAME
    colleague.save()
    presence.note_writing(colleague, chat, writes=True, now=timezone.now())
    return colleague


@pytest.mark.parametrize("headers", PARTS, ids=["page", "pulse", "part", "list"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_s3_a_name_reaches_only_who_may_see_the_seller(
    browsers, people, writer, foreign, known_chat, market, address, headers
):
    known_chat(foreign, 420001, status="NEW")
    everybody = [browsers[name].get(address, headers=headers) for name in ("stranger", "other_lead", "anonymous")]

    assert [one.status_code for one in everybody if NAME in one.content.decode()] == []
    if not headers and "1001" in address:
        assert NAME in browsers["agent"].get(address).content.decode()


def test_s3_a_pulse_for_a_chat_that_one_may_not_see_notes_nobody(browsers, people, chat, market):
    headers = {"HX-Request": "true", "HX-Target": "freshness"}

    assert browsers["stranger"].get("/chats/1001/310001/", headers=headers).status_code == 404
    assert browsers["stranger"].post("/chats/1001/310001/draft/", {"text": "x"}).status_code == 404
    assert not Presence.objects.exists()
