"""An env file: NAME=VALUE on each line, with comments, quotes and `export` as shells have them."""

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ASSIGNMENT = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
NAME_IN_FRONT = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)")
COMMENT_BEHIND = re.compile(r"\s#.*")
SINGLE_QUOTED = re.compile(r"'([^']*)'\s*(?:#.*)?")
DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?')
ESCAPED = re.compile(r'\\(["\\$`])')
REFERENCE = re.compile(r"\$\w+|.*\$\{\w+\}.*")
INVISIBLE = "\ufeff\u200b"  # what concatenating files, or copying from a page, leaves at the ends of a line


@dataclass(frozen=True)
class Broken:
    """A line that cannot be read. `name` may be anything, a secret too: only a known name may be printed."""

    line: int
    name: str
    wrong: str


@dataclass
class EnvFile:
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    unreadable: str = ""  # why nothing of the file could be read, as the end of a sentence

    def add(self, number: int, line: str) -> None:
        name = ""
        try:
            name, value = assignment(line)
            if self.values.get(name, value) != value:
                raise SyntaxError(f"has another value than line {self.lines[name]} gives it; keep one of the two")
        except SyntaxError as error:
            front = NAME_IN_FRONT.match(line)
            self.broken.append(Broken(number, name or (front[1] if front else ""), str(error)))
        else:
            self.values[name] = value
            self.lines.setdefault(name, number)


def read(path: Path, *, required: bool) -> EnvFile:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return EnvFile(unreadable="is not there" if required else "")
    except OSError as error:
        return EnvFile(unreadable=f"cannot be read ({error.strerror})")
    if content.startswith(UTF_16) or b"\0" in content:
        return EnvFile(unreadable="is no UTF-8, and looks like UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return EnvFile(unreadable=f"is no UTF-8 (line {line}); save it as UTF-8")
    return read_lines(re.split(r"\r\n|\r|\n", text))


def read_lines(lines: list[str]) -> EnvFile:
    file = EnvFile()
    for number, line in enumerate((line.strip().strip(INVISIBLE).strip() for line in lines), start=1):
        if line and not line.startswith("#"):
            file.add(number, line)
    return file


def assignment(line: str) -> tuple[str, str]:
    """Name and value. Raises SyntaxError with the end of a sentence that holds nothing of the line."""
    found = ASSIGNMENT.fullmatch(line)
    if not found:
        front = NAME_IN_FRONT.match(line)
        colon = front and line[front.end() :].lstrip().startswith(":")
        raise SyntaxError("has a colon where = belongs" if colon else "is not NAME=VALUE")
    return found[1], unquoted(found[2])


def unquoted(text: str) -> str:
    stripped = text.strip()
    if stripped.startswith("'"):
        return within(SINGLE_QUOTED, stripped)
    if stripped.startswith('"'):
        value = ESCAPED.sub(r"\1", within(DOUBLE_QUOTED, stripped))
    else:
        value = COMMENT_BEHIND.sub("", text).strip()
    if REFERENCE.fullmatch(value):
        raise SyntaxError(
            "refers to another variable, which is not replaced here; write the value itself, "
            "in single quotes if it is meant as it stands"
        )
    return value


def within(quotes: re.Pattern[str], text: str) -> str:
    found = quotes.fullmatch(text)
    if not found:
        raise SyntaxError("has a quote that is not closed at the end of the value")
    return found[1]
