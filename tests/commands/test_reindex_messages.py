import pytest
from django.core.management import call_command
from django.utils import timezone

from chats.models import SearchBackfill, SearchEntry, Upkeep
from chats.services import search, upkeep
from chats.services.search import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def older(talk, monkeypatch) -> None:
    """Five messages from before there was an index, in batches of two."""
    monkeypatch.setattr(index, "BATCH", 2)
    newest = talk(5).messages.latest("pk").pk
    SearchBackfill.objects.create(below=newest + 1, total=newest + 1)


def test_all_messages_are_indexed_and_it_is_said(older, capsys):
    call_command("reindex_messages")

    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "5 messages indexed, and 0 notes. All are in the index."
    assert SearchEntry.objects.count() == 5


def test_afresh_indexes_again_what_was_indexed(older, capsys):
    call_command("reindex_messages")
    call_command("reindex_messages", afresh=True)

    assert capsys.readouterr().out.splitlines()[-1] == "5 messages indexed, and 0 notes. All are in the index."
    assert SearchEntry.objects.count() == 5


def test_a_worker_does_it_batch_by_batch(older):
    now = timezone.now()
    upkeep.prepare(now=now)
    row = Upkeep.objects.get(name="index")

    upkeep.turn(row, now=now)

    row.refresh_from_db()
    assert (row.result, SearchEntry.objects.count()) == ("indexed=2", 2)
    assert search.backfill() is not None
