from django.contrib.auth.models import Group

from chats.models import RecentChat
from chats.services import lookup
from chats.services.people import access
from tests.desk_fixture import NOW


def test_an_agent_sees_the_sellers_of_their_groups_and_no_others(home, foreign, agent):
    assert list(access.sellers_for(agent)) == [home]
    assert access.seller_for(agent, home.business_id) == home
    assert access.seller_for(agent, foreign.business_id) is None


def test_a_superuser_sees_every_active_seller(home, foreign, boss):
    assert set(access.sellers_for(boss)) == {home, foreign}


def test_a_chat_is_found_through_a_seller_the_agent_may_see(home, foreign, agent, known_chat):
    own, other = known_chat(home, 1), known_chat(foreign, 2)

    assert access.chat_for(agent, home.business_id, 1) == own
    assert access.chat_for(agent, foreign.business_id, 2) is None
    assert list(access.chats_for(agent)) == [own]
    assert other.pk


def test_a_seller_given_by_two_groups_is_one_seller_whose_chats_are_there_once(home, agent, known_chat):
    own = known_chat(home, 1)
    RecentChat.objects.create(agent=agent, chat=own, opened_at=NOW)

    second = Group.objects.create(name="Second")
    home.groups.add(second)
    agent.groups.add(second)

    assert list(access.sellers_for(agent)) == [home]
    assert list(access.chats_for(agent)) == [own]
    assert lookup.recent_chats(agent) == [own]


def test_an_inactive_seller_is_no_ones_to_see(home, agent, boss):
    home.active = False
    home.save()

    assert not access.sellers_for(agent).exists()
    assert not access.sellers_for(boss).exists()
