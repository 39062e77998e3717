"""Giving chats tags, taking them off, and finding chats by them."""

import pytest

from chats.models import ChatTag
from chats.services import inbox, tags
from chats.services.inbox import Asked
from tests.desk_fixture import again


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 1)


def test_a_chat_says_its_tags_in_the_order_of_giving(agent, home, chat, tag_of):
    first, second = tag_of("Refund", home), tag_of("Call", home)

    assert tags.give(agent, chat, second.pk)
    assert tags.give(agent, chat, first.pk)

    assert again(chat).tag_keys == f"{second.pk},{first.pk}"
    assert again(chat).version == 3  # open pages learn of it
    assert ChatTag.objects.filter(given_by=agent).count() == 2


def test_giving_what_it_has_and_taking_off_what_it_has_not_is_no_news(agent, home, chat, tag_of):
    tag = tag_of("Refund", home)

    assert not tags.take_off(chat, tag.pk)
    assert tags.give(agent, chat, tag.pk)
    assert not tags.give(agent, chat, tag.pk)

    assert again(chat).version == 2


def test_a_tag_is_taken_off_and_the_others_stay(agent, home, chat, tag_of):
    first, second = tag_of("Refund", home), tag_of("Call", home)
    tags.give(agent, chat, first.pk)
    tags.give(agent, chat, second.pk)

    assert tags.take_off(chat, first.pk)

    assert tags.keys_of(again(chat).tag_keys) == [second.pk]


def test_a_tag_of_another_seller_is_not_given(agent, home, tech, chat, tag_of):
    tag = tag_of("Refund", tech)

    with pytest.raises(tags.NotOffered):
        tags.give(agent, chat, tag.pk)

    assert not ChatTag.objects.exists()


def test_a_chat_has_five_tags_at_most(agent, home, chat, tag_of):
    for number in range(tags.MOST_ON_A_CHAT):
        tags.give(agent, chat, tag_of(f"Tag {number}", home).pk)

    with pytest.raises(tags.TooManyOnChat):
        tags.give(agent, chat, tag_of("One more", home).pk)

    assert len(tags.keys_of(again(chat).tag_keys)) == tags.MOST_ON_A_CHAT


@pytest.mark.parametrize("view", ["waiting", "all"])
def test_every_view_can_be_narrowed_down_to_a_tag(agent, home, known_chat, tag_of, view):
    tag, other = tag_of("Refund", home), tag_of("Call", home)
    chats = [known_chat(home, number) for number in (1, 2, 3)]
    tags.give(agent, chats[0], tag.pk)
    tags.give(agent, chats[2], tag.pk)
    tags.give(agent, chats[1], other.pk)

    page = inbox.page_of(agent, Asked(view=view, tag=tag.pk))

    assert {entry.chat.chat_id for entry in page.entries} == {1, 3}


def test_a_tag_in_an_address_shows_no_chat_of_a_seller_that_one_does_not_see(agent, home, foreign, known_chat, tag_of):
    tag = tag_of("Refund", home, foreign)
    tags.give(agent, known_chat(foreign, 7), tag.pk)

    page = inbox.page_of(agent, Asked(view="all", tag=tag.pk))

    assert not page.entries


def test_one_is_offered_the_tags_of_the_sellers_that_one_sees_in_one_query(
    agent, home, foreign, tag_of, django_assert_num_queries
):
    tag_of("б", home, foreign)
    tag_of("А", home)
    tag_of("Их", foreign)
    inbox.stores_of(agent)  # the sellers are known

    with django_assert_num_queries(1):
        seen = tags.tags_seen_by(agent)
        tags.tags_seen_by(agent)

    assert [(tag.name, tag.sellers) for tag in seen] == [("А", {home.pk}), ("б", {home.pk})]
