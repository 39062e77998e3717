from datetime import timedelta

from .many import HOME_ID, NOW, many

HOURS = 6


def a_day(pause=timedelta(minutes=1), **options):
    """The truth before and after some hours, and the answers left to the API."""
    with many(chats=300, is_open=100, waiting=20, traffic=60, **options) as (sandbox, clock):
        before, due = sandbox.truth(HOME_ID), []
        while clock.now < NOW + timedelta(hours=HOURS):
            clock.now += pause
            due += sandbox.answers_due()
        return before, sandbox.truth(HOME_ID), due


def messages_in(truth):
    return sum(len(one.message_ids) for one in truth.values())


def test_buyers_write_about_as_often_as_asked_for_and_some_answers_are_given_elsewhere():
    before, after, due = a_day(elsewhere=0.3)

    new_chats, messages = len(after) - len(before), messages_in(after) - messages_in(before)
    assert 300 < messages < 600  # about 360 of buyers, and the answers elsewhere
    assert 50 < new_chats < 150
    assert 100 < len(due) < 300
    assert all(business_id == HOME_ID and chat_id in after for business_id, chat_id in due)


def test_all_answers_are_left_to_the_api_or_none():
    all_left, none_left = (a_day(elsewhere=share)[2] for share in (0.0, 1.0))

    assert len(all_left) > 150
    assert none_left == []


def test_chats_end_and_their_time_stays():
    before, after, _ = a_day(elsewhere=1.0)

    ended = [one for one in before if before[one].status != "FINISHED" and after[one].status == "FINISHED"]
    assert any(after[one].updated_at == before[one].updated_at for one in ended)


def test_the_same_seed_makes_the_same_day_however_often_one_looks():
    ways = (("often", 1, 1), ("seldom", 40, 1), ("another seed", 1, 2))
    days = {name: a_day(pause=timedelta(minutes=pause), seed=seed)[1] for name, pause, seed in ways}

    assert days["often"] == days["seldom"] != days["another seed"]


def test_every_message_comes_after_those_before_it():
    _, after, _ = a_day(elsewhere=1.0)

    assert all(list(one.message_ids) == sorted(set(one.message_ids)) for one in after.values())
