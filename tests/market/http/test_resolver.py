import socket
import threading
from collections.abc import Sequence

import pytest

from chats.market.http.resolver import Address, Resolver

HOME: list[Address] = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]


def test_a_look_up_that_hangs_is_waited_for_only_so_long_and_not_repeated() -> None:
    free, asked = threading.Event(), []

    def hangs(host: str, *_: object, **__: object) -> Sequence[Address]:
        asked.append(host)
        free.wait(5)
        return HOME

    resolver = Resolver(hangs)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            resolver.addresses("market.example", 80, seconds=0.02)
    free.set()

    assert resolver.addresses("market.example", 80, seconds=5) == HOME
    assert asked == ["market.example"]


def test_an_address_is_kept_until_it_is_forgotten() -> None:
    asked = []

    def answers(host: str, *_: object, **__: object) -> Sequence[Address]:
        asked.append(host)
        return HOME

    resolver = Resolver(answers)
    for _ in range(3):
        resolver.addresses("market.example", 80, seconds=5)
    resolver.forget("market.example", 80)
    resolver.addresses("market.example", 80, seconds=5)

    assert len(asked) == 2


def test_a_failure_is_not_kept() -> None:
    answers = iter([socket.gaierror("no"), UnicodeError("no"), HOME])

    def fails_twice(*_: object, **__: object) -> Sequence[Address]:
        one = next(answers)
        if isinstance(one, Exception):
            raise one
        return one

    resolver = Resolver(fails_twice)
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            resolver.addresses("market.example", 80, seconds=5)

    assert resolver.addresses("market.example", 80, seconds=5) == HOME
