"""Which businesses are swept: begun when a seller is registered, paused and resumed by an administrator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Q

from chats import database
from chats.models import Chat, Mirror, Seller, Sync
from chats.problems import ENDLESS, Problem
from chats.services.sweep import ends
from chats.services.sweep.passes import Part
from chats.statements import Statement

# When each pass begins. The first pass over all chats begins when the open ones are here; the time is for a business
# whose open chats cannot be read.
FIRST = {
    Part.WAITING: timedelta(0),
    Part.OPEN: timedelta(0),
    Part.SUBJECTS: timedelta(minutes=1),
    Part.ALL: timedelta(minutes=30),
    Part.HEAD: None,
    Part.DOUBTFUL: None,
}

# Of each of these, one part at least is always to come, or set aside.
ALWAYS_ON = ((Part.WAITING, Part.HEAD), (Part.OPEN,), (Part.SUBJECTS,), (Part.ALL,))
PROGRESS_COLUMNS = (
    *("seller_id", "part", "pages", "chats", "began_at", "finished_at", "finished_chats", "due_at"),
    *("problem_kind", "problem_at", "problem_until", "problem_trace"),
)
LONGEST_WAIT, MANY_PAGES = timedelta(hours=2), 3_000  # no pass waits longer, unless it has so many pages


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a business's chats have been read. `of` is None until all have been read once; `as_of` is when the last
    complete pass over the open chats began: all that changed before then is known here; `waiting_as_of` the same for
    the chats that wait for the shop, `stopped` why there is nothing newer, and `next_look_at` when they are looked at
    next. `problem` is ENDLESS while Market's lists repeat themselves, else empty."""

    chats: int
    of: int | None
    complete: bool
    paused: bool
    as_of: datetime | None
    problem: str
    waiting_as_of: datetime | None = None
    stopped: Problem | None = None
    next_look_at: datetime | None = None


def begin(seller: Seller, *, now: datetime) -> None:
    """Have a business swept from now on. Nothing changes where it is being swept already. An inactive or paused one
    stops by itself at its next turn."""
    with database.without_fsync():
        Mirror.objects.get_or_create(seller=seller)
        ends.lock_passes(seller)
        new = [
            Sync(seller=seller, part=part, due_at=now + wait if wait is not None else None)
            for part, wait in FIRST.items()
        ]
        Sync.objects.bulk_create(new, ignore_conflicts=True)
        stopped = Sync.objects.filter(seller=seller, due_at=None)
        stopped.filter(part__in=(Part.OPEN, Part.SUBJECTS, Part.ALL)).update(due_at=now)
        if Chat.objects.filter(seller=seller, doubtful_since__isnull=False).exists():
            stopped.filter(part=Part.DOUBTFUL).update(due_at=now)
        fast = Part.HEAD if ends.has_head(seller) else Part.WAITING
        stopped.filter(part=fast).update(due_at=now)


def begin_all(*, now: datetime) -> int:
    """Begin where a sweep should run and does not: a seller that was registered or switched on since, or one of a desk
    that had no worker until now; or where a pass has stopped though none should. Returns for how many."""
    make_due_after_a_wrong_clock(now=now)
    runs = Sync.objects.filter(Q(due_at__isnull=False) | Q(attempts__gt=0))
    idle = Seller.objects.filter(active=True, token__isnull=False).exclude(mirror__paused=True)
    all_run = Q()
    for parts in ALWAYS_ON:
        all_run &= Q(pk__in=runs.filter(part__in=parts).values("seller_id"))
    found = list(idle.exclude(all_run))
    for seller in found:
        begin(seller, now=now)
    return len(found)


def make_due_after_a_wrong_clock(*, now: datetime) -> None:
    """Only the pass over all chats ever waits for days. What else does, waits for a clock that was set back since."""
    far = Sync.objects.filter(due_at__gt=now + LONGEST_WAIT, finished_pages__lt=MANY_PAGES).exclude(part=Part.ALL)
    for pk in far.values_list("pk", flat=True):
        far.filter(pk=pk).update(due_at=now)  # each by itself: nothing is waited for while another is locked


def pause(seller: Seller) -> None:
    """Stop reading a business's lists. Chats that are open on a page are still kept fresh."""
    Mirror.objects.update_or_create(seller=seller, defaults={"paused": True})


def resume(seller: Seller, *, now: datetime) -> None:
    """Read on where it was paused."""
    Mirror.objects.update_or_create(seller=seller, defaults={"paused": False})
    begin(seller, now=now)


def sweep_now(seller: Seller, *, now: datetime) -> None:
    """Begin all passes of a business at once, because a person asks."""
    begin(seller, now=now)
    with database.without_fsync():
        ends.lock_passes(seller)
        Sync.objects.filter(seller=seller, part__in=(Part.WAITING, Part.OPEN, Part.ALL)).update(due_at=now)


def progress_of(sellers: Iterable[Seller]) -> Mapping[int, Progress]:
    """How far each business's chats have been read, by the seller's primary key. Two queries."""
    keys = tuple(seller.pk for seller in sellers)
    mirrors = {mirror.pk: mirror for mirror in mirrors_of(keys).run()}
    syncs: dict[int, dict[str, Sync]] = {pk: {} for pk in keys}
    for sync in passes_of(keys).run():
        syncs[sync.seller_id][sync.part] = sync
    return {pk: progress(mirrors.get(pk), syncs[pk]) for pk in keys}


@lru_cache(100)
def mirrors_of(sellers: tuple[int, ...]) -> Statement[Mirror]:
    return Statement(Mirror.objects.filter(pk__in=sellers).only("paused", "complete_since"))


@lru_cache(100)
def passes_of(sellers: tuple[int, ...]) -> Statement[Sync]:
    """The passes that say how far a business has been read, and those that have run into trouble."""
    asked = Q(part__in=(Part.WAITING, Part.HEAD, Part.OPEN, Part.ALL)) | Q(problem_kind=ENDLESS)
    return Statement(Sync.objects.filter(asked, seller__in=sellers).only(*PROGRESS_COLUMNS))


def progress(mirror: Mirror | None, syncs: Mapping[str, Sync]) -> Progress:
    everything, unfinished = syncs.get(Part.ALL), syncs.get(Part.OPEN)
    complete = mirror is not None and mirror.complete_since is not None
    of = everything.finished_chats if everything and everything.finished_at else None
    fast = [syncs[part] for part in (Part.WAITING, Part.HEAD) if part in syncs]
    under_way = [sync.chats if sync.pages else sync.finished_chats for sync in (everything, unfinished) if sync]
    return Progress(
        chats=of if of is not None and complete else max(under_way, default=0),
        of=of,
        complete=complete,
        paused=mirror is not None and mirror.paused,
        as_of=unfinished.began_at if unfinished and unfinished.finished_at else None,
        problem=ENDLESS if any(sync.problem_kind == ENDLESS for sync in syncs.values()) else "",
        waiting_as_of=max(filter(None, map(began_last_pass, fast)), default=None),
        stopped=next((sync.problem for sync in fast if sync.due_at and sync.problem), None),
        next_look_at=min((sync.due_at for sync in fast if sync.due_at), default=None),
    )


def began_last_pass(sync: Sync) -> datetime | None:
    """When the last complete pass began; while another is under way, which has taken its place, when it ended."""
    if sync.finished_at is None or sync.began_at is None:
        return sync.finished_at
    return min(sync.began_at, sync.finished_at)
