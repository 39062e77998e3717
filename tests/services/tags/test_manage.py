"""The tags themselves: who may make and change them, and how many there can be."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import ChatTag, Role, Tag
from chats.services import people, tags
from tests.desk_fixture import again


@pytest.fixture
def lead(agent, home):
    """The agent leads `home`."""
    people.set_role(home.groups.get(), Role.LEAD)
    return agent


def test_a_name_is_once_among_the_tags_of_a_seller(home, tech, tag_of):
    tag_of("Refund", home)

    with pytest.raises(tags.TagTaken, match=home.name):
        tags.save_tag(Tag(name="REFUND"), [home, tech])
    tags.save_tag(Tag(name="refund"), [tech])

    assert Tag.objects.count() == 2


def test_a_tag_may_keep_its_name_when_it_is_changed(home, tag_of):
    tag = tag_of("Refund", home)
    tag.colour = Tag.Colour.RED

    tags.save_tag(tag, [home])

    assert Tag.objects.get().colour == "red"


def test_a_seller_has_twenty_tags_at_most(home, tag_of):
    for number in range(tags.MOST_TAGS):
        tag_of(f"Tag {number}", home)

    with pytest.raises(tags.TagFull):
        tags.save_tag(Tag(name="One more"), [home])

    assert Tag.objects.count() == tags.MOST_TAGS


def test_chats_lose_a_tag_that_their_seller_no_longer_has(agent, home, tech, known_chat, tag_of, monkeypatch):
    monkeypatch.setattr(tags.manage, "AT_ONCE", 2)
    tag, other = tag_of("Refund", home, tech), tag_of("Call", home)
    lost, kept = [known_chat(home, number) for number in (1, 2, 3)], known_chat(tech, 4)
    for chat in [*lost, kept]:
        tags.give(agent, chat, tag.pk)
    tags.give(agent, lost[0], other.pk)

    tags.save_tag(tag, [tech])

    assert [again(chat).tag_keys for chat in lost] == [str(other.pk), "", ""]
    assert again(kept).tag_keys == str(tag.pk)
    assert ChatTag.objects.filter(tag=tag).count() == 1


def test_chats_that_lose_a_tag_are_locked_in_the_order_of_their_keys(agent, home, known_chat, tag_of):
    """From one batch to the next, too, as by whoever does something with several chats: else PostgreSQL would find the
    two waiting for each other."""
    tag = tag_of("Refund", home)
    tags.give(agent, known_chat(home, 1), tag.pk)

    with CaptureQueriesContext(connection) as asked:
        tags.save_tag(tag, [])

    batches = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "chattag" in one["sql"]]
    assert batches and all('ORDER BY "chats_chattag"."chat_id"' in one for one in batches)


def test_a_deleted_tag_leaves_no_trace_on_pages(agent, home, known_chat, tag_of):
    tag, chat = tag_of("Refund", home), known_chat(home, 1)
    tags.give(agent, chat, tag.pk)

    tags.delete_tag(tag)

    assert not ChatTag.objects.exists()
    assert tags.give(agent, chat, tag_of("Call", home).pk)
    assert tags.keys_of(again(chat).tag_keys) == [Tag.objects.get().pk]


def test_a_lead_sees_the_tags_of_the_sellers_that_they_lead_and_counts_no_others(
    lead, home, foreign, known_chat, tag_of
):
    shared = tag_of("Refund", home, foreign)
    tag_of("Theirs", foreign)
    tags.give(lead, known_chat(home, 1), shared.pk)
    tags.give(lead, known_chat(foreign, 2), shared.pk)

    (tag,) = tags.managed_tags(lead)

    assert (tag.name, tag.chats, list(tag.sellers.all())) == ("Refund", 1, [home])


def test_one_who_does_not_lead_all_of_a_tags_sellers_may_not_change_it(lead, home, tech, tag_of):
    people.set_role(tech.groups.create(name="Answers for tech"), Role.AGENT)
    both, own = tag_of("Both", home), tag_of("Own", home)
    other = type(tech).objects.create(name="Other", business_id=555, token=None)
    both.sellers.add(other)

    assert tags.may_manage(lead, own)
    assert not tags.may_manage(lead, both)
