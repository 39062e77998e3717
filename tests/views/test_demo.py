"""The demo's card on the home page."""

import pytest

from chats.context_processors import Desk
from chats.presenters.demo import TRIALS
from dashboard.demo.numbers import NUMBERS_ON_THE_PAGE


@pytest.fixture
def demo(settings, monkeypatch):
    monkeypatch.setattr(Desk, "demo", True)
    settings.DEMO_NUMBERS = NUMBERS_ON_THE_PAGE


def test_every_number_on_the_page_has_words():
    assert NUMBERS_ON_THE_PAGE.keys() == TRIALS.keys()


def test_the_demo_opens_on_something_to_try(demo, signed_in, home, page_of):
    links = page_of(signed_in.get("/")).cssselect(".try a")

    assert [one.get("href") for one in links] == [f"/lookup/?q={NUMBERS_ON_THE_PAGE[name]}" for name in TRIALS]


@pytest.mark.django_db(transaction=True)  # two sellers are asked in threads of their own
def test_each_of_them_leads_somewhere(demo, signed_in, home, tech, market, page_of):
    for link in page_of(signed_in.get("/")).cssselect(".try a"):
        answer = signed_in.get(link.get("href"))

        shown = answer.status_code == 302 and answer["Location"].startswith("/chats/")
        assert shown or page_of(answer).cssselect("#lookup-result .failed, #lookup-result [data-problem]"), (
            link.text_content()
        )


def test_a_desk_that_is_no_demo_has_no_such_card(signed_in, home, page_of):
    assert not page_of(signed_in.get("/")).cssselect(".try")
