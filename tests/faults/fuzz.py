"""U23: answers as Yandex's OpenAPI document describes them, mutated: `python -m tests.faults.fuzz 10000`."""

import argparse
import json
import logging
import string
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chats.market.errors import MarketError
from chats.market.limits import Answer
from chats.market.wire import RawAnswer
from tests.market.test_fuzz import READERS, anything, changed, headers, is_control, statuses, texts
from tests.sandbox import contract

DEEPEST = 8
Outcome = str
offsets = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=offsets).map(datetime.isoformat)
odd_moments = st.datetimes(timezones=offsets | st.none()).map(str) | texts
ids = st.just(1) | st.integers(1, 2**63 - 1)  # the chat that is asked for is number 1
odd_ids = ids | st.integers(-(2**63), 2**63 - 1)
words = st.text(string.ascii_uppercase + "_", max_size=30)
unknown_fields = st.dictionaries(st.text(string.ascii_letters, min_size=1, max_size=12), anything, max_size=1)
nothing: st.SearchStrategy[dict[str, Any]] = st.just({})


def of_schema(schema: dict[str, Any], *, odd: bool, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of the schema; with `odd` also such that its author did not think of: codes, fields, times, numbers."""

    def within(inner: dict[str, Any]) -> st.SearchStrategy[Any]:
        return of_schema(inner, odd=odd, depth=depth + 1)

    if "anyOf" in schema or "oneOf" in schema:
        return st.one_of(*(within(one) for one in schema.get("anyOf") or schema["oneOf"]))
    if "allOf" in schema:
        parts = [within(one) for one in schema["allOf"]]
        return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})
    if "enum" in schema:
        return st.just(schema["enum"][0]) | st.sampled_from(schema["enum"]) | (words if odd else st.nothing())
    makers: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "object": lambda: of_object(schema, within, odd=odd),
        "array": lambda: st.lists(within(schema.get("items", {})), max_size=0 if depth > DEEPEST else 3),
        "string": lambda: times(odd) if schema.get("format") == "date-time" else texts,
        "integer": lambda: odd_ids if odd else ids,
        "number": lambda: st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans,
        "null": st.none,
    }
    return makers.get(schema.get("type", "object"), lambda: anything)()


def times(odd: bool) -> st.SearchStrategy[str]:
    return odd_moments if odd else moments


def of_object(
    schema: dict[str, Any], within: Callable[[dict[str, Any]], st.SearchStrategy[Any]], *, odd: bool
) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: within(said) for name, said in schema.get("properties", {}).items()}
    # Without its id and its result an answer says nothing.
    required = {name: fields.pop(name) for name in {*schema.get("required", ()), "id", "result"} & fields.keys()}
    known = st.fixed_dictionaries(required, optional=fields)
    return st.tuples(unknown_fields if odd else nothing, known).map(lambda found: found[0] | found[1])


@cache
def described(operation: str, status: int, *, odd: bool) -> st.SearchStrategy[Any]:
    responses = contract.operations()[operation]["responses"]
    return of_schema(contract.resolved(responses[str(status)])["content"]["application/json"]["schema"], odd=odd)


@cache
def told(operation: str) -> list[int]:
    return sorted(int(status) for status in contract.operations()[operation]["responses"] if status.isdigit())


def right(operation: str) -> st.SearchStrategy[RawAnswer]:
    """An answer that the document allows, whatever is in its texts."""
    bodies = described(operation, 200, odd=False)
    return bodies.map(lambda body: RawAnswer(status=200, headers={}, body=json.dumps(body).encode()))


@st.composite
def replies(draw: st.DrawFn, operation: str) -> RawAnswer:
    """A described answer: as it is, with some of its parts dropped or replaced, or with some of its bytes."""
    status = draw(st.sampled_from([200] * 9 + told(operation)))
    body = draw(described(operation, status, odd=draw(st.booleans())))
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 3]))):
        body = changed(draw, body)
    raw = json.dumps(body).encode()
    if draw(st.integers(0, 4)) == 0:
        start, end = sorted(draw(st.integers(0, len(raw))) for _ in range(2))
        raw = raw[:start] + draw(st.binary(max_size=20)) + raw[end:]
    status = draw(st.sampled_from([status] * 9 + [draw(statuses)]))
    return RawAnswer(status=status, headers=draw(headers), body=raw)


def outcome(operation: str, reply: RawAnswer) -> tuple[Outcome, Answer[Any] | None]:
    """What the client makes of it: a typed result, or one of its errors, both of which can be shown and kept."""
    read, sort = READERS[operation]
    try:
        answer = read(reply)
    except MarketError as error:
        told = [error.operation, error.detail, error.trace, str(error)]
        assert error.operation == operation
        assert all(len(text) <= 500 and not any(map(is_control, text)) for text in told)
        return type(error).__name__, None
    assert isinstance(answer.result, sort)
    repr(answer).encode()
    return "a typed result", answer


def fuzz(
    operation: str,
    examples: int,
    *,
    answers: Callable[[str], st.SearchStrategy[RawAnswer]] = replies,
    also: Callable[[Answer[Any]], None] | None = None,
) -> Counter[Outcome]:
    """Counts the outcomes of so many answers. Whatever else an answer leads to is raised."""
    counted: Counter[Outcome] = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples <= 1000,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(answers(operation))
    def run(reply: RawAnswer) -> None:
        kind, answer = outcome(operation, reply)
        counted[kind] += 1
        if answer is not None and also is not None:
            also(answer)

    run()
    return counted


def report(examples: int) -> Iterator[str]:
    for operation in sorted(READERS):
        started = time.monotonic()
        counted = fuzz(operation, examples)
        kinds = ", ".join(f"{kind} {count}" for kind, count in counted.most_common())
        yield f"{operation}: {counted.total()} answers in {time.monotonic() - started:.0f} s: {kinds}; others 0\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz", description=__doc__)
    parser.add_argument("examples", nargs="?", type=int, default=10_000, help="per operation; default: %(default)s")
    if not contract.DOCUMENT.exists():
        sys.exit(f"{contract.DOCUMENT} is missing; OPENAPI_DIR says where it is.")
    logging.disable()
    for line in report(parser.parse_args().examples):
        sys.stdout.write(line)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
