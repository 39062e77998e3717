"""The demo's second agent: a colleague who takes chats, reads, writes, answers, leaves notes and hands chats over, as a
person at another desk does. The desk knows nothing of it: it signs in and presses what anybody could.

Only `manage.py demo` starts it, against the sandbox.
"""

import http.client
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import StrEnum
from itertools import cycle
from typing import Final

from dashboard.demo.browser import Answer, Browser, Form, Page, Row

NAME: Final = "boris"
FIRST_NAME: Final = "Борис"
AGENT: Final = "Анна"  # whose account the demo names first
BEGINS_AFTER: Final = 12.0  # seconds
PAUSES: Final = ((15, 25.0), (40, 60.0))  # so many turns, each followed by so many seconds; then the last
LAST_PAUSE: Final = 120.0
READS: Final = 4.0  # seconds, so that others see it
WRITES: Final = 7.0
LEAVES: Final = 8  # chats that nobody has stay for whoever tries the demo
BEGUN: Final = range(500_001, 9_000_000)  # chats that began in the sandbox's busy hours are taken first
REPLIES: Final = (
    "Здравствуйте! Посмотрел заказ: он уже едет в ваш пункт выдачи, завтра будет на месте.",
    "Добрый день! Передал ваш вопрос на склад, вернусь с ответом в течение часа.",
    "Здравствуйте! Да, так можно. Оформите, пожалуйста, в приложении, мы со своей стороны подтвердим.",
    "Добрый день! Извините за неудобства. Пришлите, пожалуйста, фото этикетки, сразу разберёмся.",
    "Здравствуйте! Проверил: всё в порядке, обновление появится в приложении сегодня вечером.",
)
NOTES: Final = (
    "@agent посмотри, пожалуйста: покупатель уже писал об этом на прошлой неделе.",
    "Уточнил на складе: отправят завтра до обеда. @agent, если спросит снова, так и отвечай.",
)


class Did(StrEnum):
    NOTHING = "nothing"
    ANSWERED = "answered"
    NOTED = "noted"
    HANDED_OVER = "handed over"


class Stopped(Exception):
    """The demo ends."""


class Colleague:
    """`keep_off`: chats that belong to whoever tries the demo. `pause` waits for so many seconds, or raises Stopped.
    `base`: the path below which the desk is."""

    def __init__(
        self,
        browser: Browser,
        password: str,
        *,
        keep_off: Collection[int],
        pause: Callable[[float], None],
        base: str = "",
    ) -> None:
        self._browser, self._password, self._base = browser, password, base
        self._keep_off, self._pause = frozenset(keep_off), pause
        ways = (self._answer, self._answer, self._note, self._answer, self._hand_over)
        self._ways = cycle(ways)
        self._texts = {what: cycle(texts) for what, texts in (("reply", REPLIES), ("note", NOTES))}

    def turn(self) -> Did:
        """One chat from the inbox. What the desk does not offer, or does not let pass, is left alone."""
        row = self._choose(self._open(f"{self._base}/"))
        if row is None:
            return Did.NOTHING
        page = self._open(row.path)
        self._browser.pulse(row.path)
        self._pause(READS)
        return next(self._ways)(row, page)

    def _choose(self, inbox: Page) -> Row | None:
        free = [row for row in inbox.rows if row.is_free and row.chat_id not in self._keep_off]
        if len(free) <= LEAVES:
            return None
        return min(free, key=lambda row: row.chat_id not in BEGUN)

    def _answer(self, row: Row, page: Page) -> Did:
        text = next(self._texts["reply"])
        if "reply-form" not in page.forms:
            return Did.NOTHING
        self._press(page.forms.get("holder-form"), f"{row.path}take/")
        self._press(page.forms["reply-form"], f"{row.path}draft/", text=text[: len(text) // 2])
        self._browser.pulse(row.path)
        self._pause(WRITES)
        page = self._open(row.path)
        sent = self._press(page.forms.get("reply-form"), f"{row.path}reply/", text=text)
        return Did.ANSWERED if sent and sent.status == http.HTTPStatus.FOUND else Did.NOTHING

    def _note(self, row: Row, page: Page) -> Did:
        noted = self._press(page.forms.get("note-form"), f"{row.path}notes/", text=next(self._texts["note"]))
        return Did.NOTED if noted and noted.status == http.HTTPStatus.FOUND else Did.NOTHING

    def _hand_over(self, row: Row, page: Page) -> Did:
        """To the agent as whom one tries the demo, where the desk offers it."""
        address = f"{row.path}assign/"
        form = Page(self._browser.get(address).text).forms.get(address) if address in page.text else None
        people = form.choices.get("to", {}) if form else {}
        to = next((value for value, words in people.items() if words.startswith(AGENT)), None)
        if form is None or to is None:
            return Did.NOTHING
        given = self._press(form, address, to=to)
        return Did.HANDED_OVER if given and given.status == http.HTTPStatus.FOUND else Did.NOTHING

    def _press(self, form: Form | None, address: str, **typed: str) -> Answer | None:
        return self._browser.post(address, {**form.fields, **typed}) if form else None

    def _open(self, path: str) -> Page:
        answer = self._browser.get(path)
        if answer.status == http.HTTPStatus.FOUND:
            self._sign_in()
            answer = self._browser.get(path)
        return Page(answer.text)

    def _sign_in(self) -> None:
        address = f"{self._base}/login/"
        page = Page(self._browser.get(address).text)
        fields: Mapping[str, str] = next((one.fields for one in page.forms.values() if "password" in one.fields), {})
        self._browser.post(address, {**fields, "username": NAME, "password": self._password})


class AtWork:
    """The colleague works in a thread of its own for as long as this context lasts. A turn that fails is left, without
    a word: the desk may be starting, ending, or refusing on purpose."""

    def __init__(self, make: Callable[[Callable[[float], None]], Colleague]) -> None:
        self._stopped = threading.Event()
        self._colleague = make(self._wait)
        self._thread = threading.Thread(target=self._work, name="colleague", daemon=True)

    def __enter__(self) -> "AtWork":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._thread.join(5)

    def _work(self) -> None:
        turns = 0
        try:
            self._wait(BEGINS_AFTER)
            while True:
                with suppress(OSError, http.client.HTTPException):
                    self._colleague.turn()
                turns += 1
                self._wait(pause_after(turns))
        except Stopped:
            return

    def _wait(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise Stopped


def pause_after(turns: int) -> float:
    return next((seconds for most, seconds in PAUSES if turns < most), LAST_PAUSE)
