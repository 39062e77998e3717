"""What is done when a pass has shown all of its list."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from chats import database
from chats.clock import is_recent
from chats.models import Mirror, Seller, Sync
from chats.services import sightings
from chats.services.sweep.passes import HEAD_AFTER, HEAD_AGAIN_AFTER, Part, absent

AT_ONCE = timedelta(0)


def after_the_last_page(sync: Sync, seller: Seller, *, now: datetime) -> None:
    """Note what a complete pass has shown: which chats are in doubt, and in what order Market lists them.

    In a transaction after that of the page. Should a process die in between, the next pass notes the same.
    """
    if sync.began_at is None:
        return
    missing = absent(seller, sync.part, began_at=sync.began_at, now=now)
    sightings.mark_doubtful(seller.pk, missing, at=now, wait=AT_ONCE, absent=True)
    if sync.part == Part.WAITING:
        return
    with database.without_fsync():
        judge_order(sync, lock_passes(seller), seller, now=now)
        if sync.part == Part.OPEN:
            # Work can begin once the open chats are here: all others follow.
            make_due(seller, Part.ALL, Q(finished_at=None, pages=0), now=now)
        if sync.part == Part.ALL:
            Mirror.objects.filter(seller=seller, complete_since=None).update(complete_since=now)


def lock_passes(seller: Seller) -> Mirror:
    """Whoever changes more than one of a seller's passes in a transaction locks its mirror before: in whatever order
    they come then, no two wait for each other in a circle."""
    return database.lock(Mirror.objects.filter(seller=seller)).get()


def judge_order(sync: Sync, mirror: Mirror, seller: Seller, *, now: datetime) -> None:
    """Market does not document the order of its list. Where the newest messages have come first in three passes in a
    row, the head of the list tells all that is new; one pass in another order ends that for a day."""
    if not sync.is_sorted:
        Mirror.objects.filter(pk=mirror.pk).update(sorted_passes=0, unsorted_at=now)
        Sync.objects.filter(seller=seller, part=Part.HEAD).update(due_at=None)
        make_due(seller, Part.WAITING, Q(due_at=None), now=now)
    elif sync.part != Part.HEAD and sync.finished_pages > 1 and not is_unsorted(mirror, now=now):
        Mirror.objects.filter(pk=mirror.pk, sorted_passes__lt=HEAD_AFTER).update(sorted_passes=F("sorted_passes") + 1)
        if mirror.sorted_passes + 1 >= HEAD_AFTER:
            make_due(seller, Part.HEAD, Q(due_at=None), now=now)


def is_unsorted(mirror: Mirror, *, now: datetime) -> bool:
    return mirror.unsorted_at is not None and is_recent(mirror.unsorted_at, HEAD_AGAIN_AFTER, now=now)


def has_head(seller: Seller) -> bool:
    """Whether reading the head of the list is enough, so that nothing need ask for the waiting chats."""
    return Mirror.objects.filter(seller=seller, sorted_passes__gte=HEAD_AFTER).exists()


def make_due(seller: Seller, part: str, if_so: Q, *, now: datetime) -> None:
    Sync.objects.filter(if_so, seller=seller, part=part).update(due_at=now)
