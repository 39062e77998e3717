import socket
import threading
from collections.abc import Sequence

import pytest

from chats.market.http.resolver import Address, Names

HOME: list[Address] = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]


def test_a_look_up_that_hangs_is_waited_for_only_so_long_and_not_repeated() -> None:
    free, asked = threading.Event(), []

    def hangs(host: str, *_: object, **__: object) -> Sequence[Address]:
        asked.append(host)
        free.wait(5)
        return HOME

    names = Names(hangs)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            names.addresses("market.example", 80, seconds=0.02)
    free.set()

    assert names.addresses("market.example", 80, seconds=5) == HOME
    assert asked == ["market.example"]


def test_an_address_is_kept_until_it_is_forgotten() -> None:
    asked = []

    def answers(host: str, *_: object, **__: object) -> Sequence[Address]:
        asked.append(host)
        return HOME

    names = Names(answers)
    for _ in range(3):
        names.addresses("market.example", 80, seconds=5)
    names.forget("market.example", 80)
    names.addresses("market.example", 80, seconds=5)

    assert len(asked) == 2


def test_a_failure_is_not_kept() -> None:
    answers = iter([socket.gaierror("no"), UnicodeError("no"), HOME])

    def fails_twice(*_: object, **__: object) -> Sequence[Address]:
        one = next(answers)
        if isinstance(one, Exception):
            raise one
        return one

    names = Names(fails_twice)
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            names.addresses("market.example", 80, seconds=5)

    assert names.addresses("market.example", 80, seconds=5) == HOME
