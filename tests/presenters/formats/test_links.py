import time

import pytest

from chats.presenters.formats.links import pieces

PATH = "https://market.yandex.ru/abc"
ENDS = [
    *(f"{PATH}{mark}然后" for mark in "，。；：！？）】》」』、…～＂．｡　"),
    *(f"{PATH}{mark} да" for mark in ".,;:!?*)]}>\"'»”’‹–—"),
    *(f"{PATH}{mark}да" for mark in "–—―»”“„<|\\`😊🩷→✅"),
    *(f"{a}{PATH}{b}" for a, b in ("()", "[]", "«»", "“”", "（）", "【】", "《》", "「」", "<>", "„“")),
    f"({PATH}),потом",
    f"[тут]({PATH}), потом",
    f"{PATH}( или",
    f"{PATH}؟ {PATH}",
]
WHOLE = [
    "https://ru.wikipedia.org/wiki/Стол_(мебель)",
    "https://ru.wikipedia.org/wiki/Закон_Бойля_—_Мариотта",
    "https://пример.рф/путь/к-файлу?имя=значение&ещё=1#место",
    "https://例え.jp/中文路径",
    "https://ya.ru/a?b[0]=1&c[]=2",
    "https://ya.ru/a,b;c=1/~user/@name/%D1%82!x",
    "https://ya.ru/a‑b‐c_d",
    "https://[::1]:8000/x",
    "HTTP://YA.RU:8000",
    "http://192.168.1.1/x",
]


@pytest.mark.parametrize("text", ENDS)
def test_r2_a_link_ends_where_a_reader_would_end_it(text):
    found = pieces(text)

    assert {one.href for one in found if one.href} == {PATH}
    assert "".join(one.text for one in found) == text


@pytest.mark.parametrize("address", WHOLE)
@pytest.mark.parametrize("sentence", ["{}", "Вот: {}.", "({})", "«{}», да", "看{}，然后"])
def test_r2_what_belongs_to_an_address_stays(address, sentence):
    assert [one.href for one in pieces(sentence.format(address)) if one.href] == [address]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("см. www.ya.ru/abc, да", "www.ya.ru/abc"),
        ("WWW.Пример.рф！", "WWW.Пример.рф"),
        ("(www.ya.ru)", "www.ya.ru"),
    ],
)
def test_r2_an_address_may_lack_its_scheme(text, address):
    assert [(one.text, one.href) for one in pieces(text) if one.href] == [(address, f"https://{address}")]


@pytest.mark.parametrize(
    "text", ["www.", "www.ya", "www..ru", "xwww.ya.ru", "a@www.ya.ru", "www.ya.ru@evil.example", "ya.ru"]
)
def test_r2_what_only_resembles_an_address_is_text(text):
    assert [one.text for one in pieces(text)] == [text]


@pytest.mark.parametrize(
    "unit",
    ["www.", "https://", "http://a.ru/(", "a://www.b.c)", "https://a.ru/) ", "http://a.ru/" + "." * 50, "_—", "("],
)
def test_s11_no_text_is_slow_to_find_links_in(unit):
    text = (unit * 60_000)[:60_000]

    seconds = []
    for _ in range(3):
        started = time.thread_time()
        found = pieces(text)
        seconds.append(time.thread_time() - started)

    assert min(seconds) < 0.05 * 2, "twice the goal, for a slow machine"
    assert "".join(one.text for one in found) == text
