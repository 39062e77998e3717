"""Reading settings one by one, and telling of everything that is wrong with them at once."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from django.core.exceptions import ImproperlyConfigured

from chats.market.token import USUAL_SHAPE
from dashboard.environment import env_file
from dashboard.environment.values import Kind, Unusable

T = TypeVar("T")
NEW_FILE = "`make run` writes a .env with fresh secrets."


class Described(NamedTuple):
    """A setting without a default (None) has to be set."""

    default: str | None
    kind: Kind[object]


class UnusableSettings(ImproperlyConfigured):
    """One line for each fault."""


class Environment:
    """Settings by name: what stands in the process's environment wins over the file.

    A fault does not end the reading, so that an administrator learns of all of them at once: `finish` raises them.
    """

    def __init__(self, variables: Mapping[str, str], file: env_file.EnvFile, *, file_name: str = ".env") -> None:
        self.variables = variables
        self.file = file
        self.file_name = file_name
        self.described: dict[str, Described] = {}  # every setting that was read
        self.faults: list[str] = [f"{file_name} {file.unreadable}."] if file.unreadable else []
        self._broken = {broken.name for broken in file.broken}

    @classmethod
    def of_process(cls, folder: Path) -> "Environment":
        """The process's environment, and the file that ENV_FILE names, else .env. Relative names begin in `folder`."""
        name = os.environ.get("ENV_FILE", "")
        file = env_file.read(folder / (name or ".env"), required=bool(name))
        return cls(os.environ, file, file_name=name or ".env")

    def read(self, name: str, default: str, kind: Kind[T]) -> T:
        """The value of a setting. `default` is written as in .env.example."""
        self.described[name] = Described(default, kind)
        text = self._text(name)
        try:
            return kind.parse(default if text is None else text)
        except Unusable as fault:
            self.fault(name, str(fault), kind.right)
        return cast("T", None)  # nobody sees it: `finish` raises

    def required(self, name: str, kind: Kind[T], purpose: str) -> T:
        """The value of a setting that has no default. `purpose` is a sentence about what it is for."""
        self.described[name] = Described(None, kind)
        text = self._text(name)
        try:
            if text:
                return kind.parse(text)
            if name not in self._broken and not self.file.unreadable:  # else that fault says enough
                self.faults.append(f"{name} is not set. {purpose} {NEW_FILE}")
        except Unusable as fault:
            self.fault(name, str(fault), kind.right)
        return cast("T", None)

    def fault(self, name: str, wrong: str, right: str) -> None:
        self.faults.append(f"{name} {wrong}. Right would be {right}.")

    def finish(self) -> None:
        """Raise UnusableSettings if anything was wrong. Call it when every setting has been read."""
        faults = [*self._broken_lines(), *self.faults]
        if faults:
            raise UnusableSettings("\n".join(faults))

    def unknown_names(self) -> list[str]:
        """A line for each name that is no setting. What may be a secret in the wrong place is not repeated."""
        return [*self._unknown_in_file(), *self._mistyped_variables()]

    def _text(self, name: str) -> str | None:
        text = self.variables.get(name, self.file.values.get(name))
        if text and USUAL_SHAPE.search(text):
            self.faults.append(f"{name} holds what looks like a seller's token. Tokens are entered at /admin/ alone.")
            self._broken.add(name)
            return None
        return None if text is None else text.strip()

    def _broken_lines(self) -> Iterator[str]:
        for broken in self.file.broken:
            named = f" ({broken.name})" if broken.name in self.described else ""
            yield f"{self.file_name}, line {broken.line}{named} {broken.wrong}."

    def _unknown_in_file(self) -> Iterator[str]:
        for name, line in self.file.lines.items():
            if name not in self.described:
                near = get_close_matches(name.upper(), self.described, n=1, cutoff=0.7)
                advice = f"Is {near[0]} meant?" if near else ".env.example lists all settings."
                yield f"{self.file_name}, line {line} sets nothing that the desk knows. {advice}"

    def _mistyped_variables(self) -> Iterator[str]:
        for name in self.variables.keys() - self.described.keys():
            near = get_close_matches(name.upper(), self.described, n=1, cutoff=0.9)
            if near:
                yield f"The environment has {name}, which sets nothing. Is {near[0]} meant?"
