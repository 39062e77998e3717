"""Counts of messages and of times until a reply, all in one whole number.

Each count has a lane of 32 bits, so that adding two days, or taking one off again, is one addition whatever they hold.
A report adds up tens of thousands of them: as whole numbers that costs a seventh of what it costs count by count.

Times are counted in buckets whose bounds grow by the cube root of two. A percentile that is read from them lies in the
same bucket as the exact one, so it is off by 26 % at most, from half a minute up to two weeks.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Final

BITS: Final = 32
MASK: Final = (1 << BITS) - 1
BUCKETS: Final = 48
SHORTEST: Final = 30.0  # seconds: the upper bound of the first bucket
STEP: Final = 2 ** (1 / 3)
BOUNDS: Final = tuple(SHORTEST * STEP**number for number in range(BUCKETS - 1))  # upper ones; the last has none


class Lane(IntEnum):
    """What has a lane of its own. Behind these come the buckets, two by two, so that small numbers stay short."""

    IN = 0  # from the buyer, or from an employee of Market
    OUT = 1
    REPLIES = 2
    WITHIN = 3  # replies within the seller's target


class Clock(IntEnum):
    """By which time is measured: the lane of its first bucket."""

    WALL = 4
    WORKING = 5


@dataclass(frozen=True, kw_only=True)
class Counts:
    """`packed` is the number that has them all."""

    packed: int = 0

    def of(self, lane: Lane) -> int:
        return self.packed >> (BITS * lane) & MASK

    @property
    def share_within(self) -> float | None:
        """Of the replies, those within the target; None where there are none."""
        replies = self.of(Lane.REPLIES)
        return self.of(Lane.WITHIN) / replies if replies else None

    def percentile(self, clock: Clock, share: float) -> timedelta | None:
        """The time within which this share of the replies came; None where there are none. Within its bucket it is
        taken to lie as far as the replies counted there."""
        wanted, before = share * self.of(Lane.REPLIES), 0
        for bucket in range(BUCKETS):
            count = self.packed >> (BITS * (clock + 2 * bucket)) & MASK
            if count and before + count >= wanted:
                return time_in(bucket, (wanted - before) / count)
            before += count
        return None


def time_in(bucket: int, part: float) -> timedelta:
    """The time that lies so far, from 0 to 1, within a bucket. The last one has no upper bound: its lower one."""
    if bucket == BUCKETS - 1:
        return timedelta(seconds=BOUNDS[-1])
    lower = BOUNDS[bucket - 1] if bucket else 0.0
    return timedelta(seconds=lower + (BOUNDS[bucket] - lower) * part)


def one(lane: int) -> int:
    """A number in which this one count is 1."""
    return 1 << (BITS * lane)


def bucket_lane(clock: Clock, span: timedelta) -> int:
    return clock + 2 * bisect_left(BOUNDS, span.total_seconds())


# ---- as rows keep them


def to_bytes(packed: int) -> bytes:
    return packed.to_bytes((packed.bit_length() + 7) // 8, "little")


def from_bytes(stored: bytes | memoryview) -> int:
    return int.from_bytes(stored, "little")


def hours_to_text(hours: Mapping[int, int]) -> str:
    """Few counts of an hour are not 0, so it is written as a list: the hour, then lanes and their counts in turn."""
    return json.dumps([[hour, *lanes_of(packed)] for hour, packed in sorted(hours.items()) if packed])


def hours_from_text(stored: str) -> dict[int, int]:
    return {hour: packed_of(lanes) for hour, *lanes in json.loads(stored)}


def lanes_of(packed: int) -> list[int]:
    found, lane = list[int](), 0
    while packed:
        if count := packed & MASK:
            found += (lane, count)
        packed >>= BITS
        lane += 1
    return found


def packed_of(lanes: list[int]) -> int:
    return sum(count << (BITS * lane) for lane, count in zip(lanes[::2], lanes[1::2], strict=True))
