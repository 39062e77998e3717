"""The first full read: what waits for the shop comes first, then what is open, then all, and old messages last."""

from datetime import timedelta

from chats.models import Chat, History, Sync
from chats.services.sweep import begin
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, at_market, known, turn_of, whole_pass, work


def test_progress_is_told_from_the_first_page_on(swept, market):
    assert begin.progress_of([swept])[swept.pk].chats == 0
    turn_of(swept, Part.ALL)
    begun = begin.progress_of([swept])[swept.pk]
    whole_pass(swept, Part.ALL)
    done = begin.progress_of([swept])[swept.pk]

    assert (begun.chats, begun.of, begun.complete) == (20, None, False)
    assert (done.chats, done.of, done.complete) == (len(at_market(market)), len(at_market(market)), True)


def test_the_open_chats_come_before_all_others(swept, market):
    work(0)

    passes = {sync.part: sync for sync in Sync.objects.all()}
    assert passes[Part.OPEN].finished_at
    assert passes[Part.ALL].finished_at
    assert known(swept) == at_market(market)


def test_the_messages_of_every_open_chat_are_read_without_anybody_at_the_page(swept, market):
    work(0)
    work(60)

    unread = [
        chat.chat_id
        for chat in Chat.objects.exclude(status="FINISHED").select_related("history")
        if chat.history.complete_upto is None
    ]
    assert unread == []
    assert not History.objects.filter(is_news=True, due_at__lte=NOW).exists()


def test_old_chats_that_are_here_for_the_first_time_are_no_news_however_often_a_list_shows_them(swept):
    whole_pass(swept, Part.ALL)
    whole_pass(swept, Part.ALL, now=NOW + timedelta(hours=6))

    due = History.objects.filter(due_at__isnull=False)
    finished = due.filter(chat__status="FINISHED")
    assert finished.exists()
    assert not finished.filter(is_news=True).exists()
    assert not due.exclude(chat__status="FINISHED").filter(is_news=False).exists()


def test_what_is_written_in_an_old_chat_that_waits_to_be_read_is_news(swept, market):
    whole_pass(swept, Part.ALL)
    old = History.objects.filter(chat__status="FINISHED", due_at__isnull=False).select_related("chat").first()

    market.set_chat(HOME_ID, old.chat.chat_id, updated_at=NOW)
    whole_pass(swept, Part.ALL, now=NOW + timedelta(minutes=1))

    assert History.objects.get(pk=old.pk).is_news
