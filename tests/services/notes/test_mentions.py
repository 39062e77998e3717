"""Whom a note mentions, and until when they have it unread."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import Mention
from chats.services import notes
from tests.desk_fixture import again

NOW = timezone.now()


@pytest.fixture
def olga(support) -> User:
    olga = User.objects.create_user("olga", first_name="Ольга", last_name="Лаврова")
    olga.groups.add(support)
    return olga


@pytest.fixture
def stranger(foreign) -> User:
    stranger = User.objects.create_user("stranger", first_name="Пётр", last_name="Чужой")
    stranger.groups.add(foreign.groups.get())
    return stranger


def told() -> list[str]:
    unread = Mention.objects.filter(read_at=None).order_by("person__username")
    return [one.person.username for one in unread.select_related("person")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Ольга Лаврова, глянь", ["olga"]),
        ("глянь, @ольга лаврова!", ["olga"]),
        ("(@olga)", ["olga"]),
        ("@colleague и @olga", ["colleague", "olga"]),
        ("@olga @olga", ["olga"]),
        ("почта olga@olga.ru", []),
        ("https://t.me/@olga", []),
        ("@olgaa", []),
        ("@Ольга Лаврованова", []),
        ("просто @ и всё", []),
    ],
)
def test_a_name_after_an_at_is_told(noted, olga, colleague, text, who):
    noted(text)

    assert told() == who


def test_the_author_is_not_told_of_what_they_know(noted, agent):
    noted(f"@{agent.username} себе")

    assert told() == []


def test_who_does_not_see_the_seller_is_as_unknown_as_nobody(chat, stranger, olga):
    User.objects.filter(pk=olga.pk).update(is_active=False)

    found = notes.mentioned_in("@Пётр Чужой, @stranger, @olga, @нет", chat)

    assert (found.people, found.unknown) == ([], ["Пётр", "stranger", "olga", "нет"])


def test_administrators_see_all_sellers(chat, boss):
    assert notes.mentioned_in("@boss", chat).people == [boss.pk]


def test_of_two_who_are_called_the_same_each_is_offered_by_the_name_they_sign_in_with(chat, olga, support):
    other = User.objects.create_user("olga2", first_name="ольга", last_name="Лаврова")
    other.groups.add(support)

    written = {one.pk: one.written for one in notes.colleagues_of(chat)}

    assert (written[olga.pk], written[other.pk]) == ("olga", "olga2")
    assert notes.mentioned_in("@olga2", chat).people == [other.pk]


def test_a_text_without_an_at_costs_no_query(chat, django_assert_num_queries):
    with django_assert_num_queries(0):
        notes.mentioned_in("Склад подтвердил", chat)


def test_a_change_tells_whom_it_names_anew_and_no_longer_whom_it_does_not(noted, agent, olga, colleague):
    note = noted("@olga и @colleague")
    Mention.objects.filter(person=olga).update(read_at=NOW)

    notes.change(agent, note, "@olga и @agent", now=NOW)

    assert told() == []  # Olga has read it, and a change of the rest is no news to her
    assert Mention.objects.count() == 1


def test_a_deleted_note_tells_nobody_and_one_that_is_back_does(noted, agent, olga):
    note = noted("@olga")

    notes.delete(agent, note, now=NOW)
    assert told() == []
    notes.restore(agent, note, now=NOW)

    assert told() == ["olga"]


def test_it_is_unread_until_the_person_opens_the_chat(noted, chat, olga, colleague, django_assert_num_queries):
    noted("@olga @colleague")
    here = again(chat)

    notes.read_mentions(olga, here, now=NOW)

    assert told() == ["colleague"]
    with django_assert_num_queries(1):
        notes.read_mentions(olga, here, now=NOW)


def test_lately_is_two_hours_and_only_of_sellers_that_one_sees(noted, chat, olga, agent, support):
    noted("@olga", now=NOW - timedelta(hours=3))
    noted("@olga снова", now=NOW)

    assert [one.note.text for one in notes.mentions_lately(olga, now=NOW)] == ["@olga снова"]
    olga.groups.remove(support)
    assert list(notes.mentions_lately(User.objects.get(pk=olga.pk), now=NOW)) == []
