"""Saved views: whose they are, and who sees which."""

import pytest

from chats.models import Role, SavedView
from chats.services import inbox, people
from chats.services.inbox import Asked

MINE = Asked(view="mine", seller=1001, unread=True)


@pytest.fixture
def lead(colleague, home):
    """Of the agent's group, which sees `home`, and of one of its leads."""
    leads = home.groups.create(name="Leads")
    people.set_role(leads, Role.LEAD)
    colleague.groups.add(leads)
    return colleague


def names(agent) -> list[str]:
    return [view.name for view in inbox.saved_views(agent)]


def test_a_saved_view_asks_for_what_it_was_saved_from(agent):
    inbox.save_view(agent, MINE, "Утро")

    [view] = inbox.saved_views(agent)
    assert inbox.asked_by(view) == MINE


def test_the_same_name_in_capitals_is_taken(agent):
    inbox.save_view(agent, MINE, "Утро")

    with pytest.raises(inbox.NameTaken):
        inbox.save_view(agent, Asked(), "УТРО")


def test_a_view_keeps_its_own_name(agent):
    view = inbox.save_view(agent, MINE, "Утро")

    inbox.rename_view(view, "утро")

    assert names(agent) == ["утро"]


def test_the_twenty_first_is_refused(agent):
    for number in range(20):
        inbox.save_view(agent, MINE, str(number))

    with pytest.raises(inbox.TooManyViews):
        inbox.save_view(agent, MINE, "20")


def test_views_move_among_themselves_and_not_beyond_the_ends(agent):
    one, *_ = (inbox.save_view(agent, MINE, name) for name in ("1", "2", "3"))
    last = SavedView.objects.get(name="3")

    inbox.move_view(last, by=-1)
    inbox.move_view(one, by=-1)

    assert names(agent) == ["1", "3", "2"]


def test_a_lead_shares_with_those_who_see_one_of_the_same_sellers(agent, lead, home, django_user_model):
    stranger = django_user_model.objects.create_user("stranger")
    view = inbox.save_view(lead, MINE, "Общее")
    assert names(agent) == []

    assert inbox.share_view(view)

    assert (names(agent), names(stranger)) == (["Общее"], [])


def test_a_lead_of_other_sellers_shares_nothing_with_those_of_the_sellers_that_they_answer_for(
    agent, lead, home, foreign
):
    foreign.groups.set(lead.groups.filter(name="Leads"))
    home.groups.set(lead.groups.filter(name="Support"))

    assert inbox.share_view(inbox.save_view(lead, MINE, "Общее"))
    assert names(agent) == []


def test_who_is_no_lead_shares_nothing(agent):
    view = inbox.save_view(agent, MINE, "Утро")

    assert not inbox.share_view(view)
    assert not SavedView.objects.get().shared


def test_what_a_lead_shared_is_gone_when_they_are_one_no_longer(agent, lead, home):
    inbox.share_view(inbox.save_view(lead, MINE, "Общее"))

    lead.groups.filter(name="Leads").delete()

    assert names(agent) == []


def test_ones_own_views_come_before_shared_ones(agent, lead, home):
    inbox.share_view(inbox.save_view(lead, MINE, "Общее"))
    inbox.save_view(agent, MINE, "Своё")

    assert names(agent) == ["Своё", "Общее"]
