"""The part of a chat's page that takes another chat's place beside the list."""

ADDRESS = "/chats/1001/310001/"
PART = {"HX-Request": "true", "HX-Target": "chat"}


def test_the_answer_is_all_of_the_page_but_its_frame_and_the_list(signed_in, talk, market, page_of):
    talk(3)
    whole = page_of(signed_in.get(ADDRESS))

    answer = signed_in.get(ADDRESS, headers=PART)
    part = page_of(answer)

    assert b"<html" not in answer.content
    assert not part.cssselect(".bar, .list, script, dialog")
    assert part.cssselect("title")[0].text == whole.cssselect("title")[0].text
    assert [one.get("id") for one in part.cssselect("#chat > *")] == ["main", "about"]
    assert len(part.cssselect("#chat .msg")) == 3
    assert part.cssselect("#chat #reply-form")


def test_the_pulse_asks_by_the_address_of_its_chat(signed_in, talk, market, page_of):
    talk(3)

    part = page_of(signed_in.get(ADDRESS, headers=PART))

    assert part.cssselect("#freshness")[0].get("hx-get").startswith(f"{ADDRESS}?v=")


def test_a_chat_that_was_opened_beside_the_list_is_a_recent_one(signed_in, talk, agent, market):
    chat = talk(3)

    signed_in.get(ADDRESS, headers=PART)

    assert agent.recent_chats.get().chat == chat
