"""A browser without a screen: it opens pages of the desk on loopback, keeps cookies and reads forms and rows."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Final, Protocol
from urllib.parse import urlencode, urlsplit

TIMEOUT: Final = 20  # seconds
PULSE: Final = {"HX-Request": "true", "HX-Target": "freshness"}
LEFT_OUT: Final = {"submit", "button", "file", "checkbox", "radio"}


@dataclass(kw_only=True)
class Form:
    """What it would send as it is, and what its lists of choices offer: by name, values with their words."""

    name: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Row:
    """A chat in the list of the inbox. `is_free`: nobody has it."""

    path: str
    chat_id: int
    is_free: bool = True


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    location: str
    text: str


class Browser(Protocol):
    def get(self, path: str) -> Answer: ...

    def pulse(self, path: str) -> Answer:
        """Asks for what is newer on the open page of a chat, as its scripts do; by that the desk knows who is there."""

    def post(self, path: str, fields: Mapping[str, str]) -> Answer: ...


class LoopbackBrowser:
    """One person's browser. Raises OSError and HTTPException when the desk cannot be reached."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None)

    def pulse(self, path: str) -> Answer:
        return self._send("GET", path, None, **PULSE)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self._send("POST", path, urlencode(fields), **{"Content-Type": "application/x-www-form-urlencoded"})

    def _send(self, method: str, path: str, body: str | None, **more: str) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Accept-Language": "ru", "Cookie": cookies, **more}
        connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(status=response.status, location=response.headers.get("Location", ""), text=text)


class Page(HTMLParser):
    """The forms of a page, and the rows of its inbox."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.forms: dict[str, Form] = {}
        self.rows: list[Row] = []
        self._form: Form | None = None
        self._row: Row | None = None
        self._typed = ""  # the name of the field or of the list whose words are read
        self._value: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        classes = given.get("class", "").split()
        if tag == "form":
            name = given.get("id") or given.get("action", "")
            self._form = self.forms[name] = Form(name=name, action=given.get("action", ""))
        elif tag == "a" and "entry" in classes:
            self._row = row_of(given.get("href", ""))
        elif self._row and "holder" in classes:
            self._row.is_free = False
        elif self._form:
            self._read_field(tag, given)

    def _read_field(self, tag: str, given: Mapping[str, str]) -> None:
        form, name = self._form, given.get("name", "")
        if form is None:
            return
        if tag == "input" and name and given.get("type") not in LEFT_OUT:
            form.fields[name] = given.get("value", "")
        elif tag == "textarea" and name:
            self._typed, form.fields[name] = name, ""
        elif tag == "select" and name:
            self._typed, form.choices[name] = name, {}
        elif tag == "option":
            self._value = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._form is None or not self._typed:
            return
        if self._typed in self._form.choices:
            if self._value is not None:
                self._form.choices[self._typed][self._value] = data.strip()
        else:
            self._form.fields[self._typed] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select"):
            if self._form and self._typed in self._form.fields:  # HTML drops a line break at the beginning
                self._form.fields[self._typed] = self._form.fields[self._typed].removeprefix("\n")
            self._typed = ""
        elif tag == "option":
            self._value = None
        elif tag == "a" and self._row:
            self.rows.append(self._row)
            self._row = None


def row_of(address: str) -> Row | None:
    path = urlsplit(address).path
    number = path.rstrip("/").rpartition("/")[2]
    return Row(path=path, chat_id=int(number)) if number.isdecimal() else None
