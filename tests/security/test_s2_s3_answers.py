"""S2, S3: another agent's prepared answers, and those of another seller, are nowhere."""

import pytest

from chats.models import PreparedAnswer
from tests.security.test_s1_routes import everything

pytestmark = pytest.mark.usefixtures("made_before_counting")

SECRET = "Канарейкин ответ"
HEADERS = [{}, {"HX-Request": "true", "HX-Target": "answers"}]


@pytest.fixture
def hidden(people, colleague, home, chat):
    """What the stranger must not read: of a colleague at another seller, and of a seller that is not theirs."""
    rows = [(people["agent"], None), (people["agent"], home), (colleague, None), (None, home)]
    return [
        PreparedAnswer.objects.create(title=f"{SECRET} {n}", text=f"{SECRET} {{buyer}}", owner=owner, seller=seller)
        for n, (owner, seller) in enumerate(rows)
    ]


def addresses(hidden):
    own = [f"/answers/{one.pk}/" for one in hidden]
    copies = [f"/answers/new/?from={one.pk}" for one in hidden]
    searches = [f"/answers/for/{where}/?q={q}" for where in ("1001/310001", "2002/420001") for q in ("", "канар")]
    return ["/answers/", "/", *own, *copies, *searches, "/chats/2002/420001/"]


def gave_away(answers):
    return [answer.request["PATH_INFO"] for answer in answers if SECRET in answer.content.decode()]


@pytest.mark.parametrize("headers", HEADERS, ids=["page", "part"])
def test_s3_no_page_or_part_shows_or_counts_the_answers_of_others(
    browsers, hidden, foreign, known_chat, market, headers
):
    known_chat(foreign, 420001, status="FINISHED")

    answers = [browsers["stranger"].get(address, headers=headers) for address in addresses(hidden)]
    rows = browsers["stranger"].get("/answers/").content.decode().count("answer-row")

    assert gave_away(answers) == []
    assert rows == 0


def test_s3_a_colleague_at_the_same_seller_and_a_superuser_see_shared_ones_only(browsers, hidden, chat, home):
    for name in ("agent", "boss"):
        PreparedAnswer.objects.filter(owner__username="agent").update(title="mine", text="mine")
        answers = [browsers[name].get(address).content.decode() for address in addresses(hidden)]
        said = " ".join(answers)

        assert f"{SECRET} 3" in said
        assert f"{SECRET} 2" not in said


def test_s2_no_form_changes_takes_or_deletes_the_answer_of_another(browsers, people, hidden, home):
    before = everything()
    fields = {"title": "x", "text": "y", "seller": "1001", "owner": people["stranger"].pk, "pk": hidden[0].pk}

    for one in hidden:
        for way in ("", "delete/"):
            for headers in HEADERS:
                answer = browsers["stranger"].post(f"/answers/{one.pk}/{way}", fields, headers=headers)
                # What was typed may be saved as the stranger's own, and of the other's nothing is shown.
                assert answer.status_code == (404 if way else 422)
                assert SECRET not in answer.text

    assert everything() == before


def test_15_3_3_a_new_answer_is_the_agents_own_whatever_the_form_says(browsers, people, hidden, foreign):
    fields = {"title": "x", "text": "y", "pk": hidden[0].pk, "id": hidden[0].pk, "owner_id": people["agent"].pk}

    answer = browsers["stranger"].post(
        "/answers/new/", {**fields, "owner": people["agent"].pk, "seller_id": 1, "seller": "2002"}
    )

    made = PreparedAnswer.objects.exclude(pk__in=[one.pk for one in hidden]).get()
    assert answer.status_code == 302
    assert (made.owner, made.seller) == (people["stranger"], foreign)
    assert PreparedAnswer.objects.filter(title__startswith=SECRET).count() == len(hidden)


def test_s2_a_seller_of_others_is_the_same_as_none_in_the_form(browsers, hidden, home, foreign):
    said = [
        browsers["stranger"].post("/answers/new/", {"title": "x", "text": "y", "seller": seller})
        for seller in ("1001", "7777")
    ]

    assert [answer.status_code for answer in said] == [422, 422]
    assert home.name not in said[0].content.decode()


def test_s3_who_loses_a_seller_loses_its_answers_at_once_and_has_them_again_with_it(
    browsers, people, hidden, home, support
):
    shown = browsers["agent"].get("/answers/")
    home.groups.clear()
    lost = [browsers["agent"].get(address) for address in ("/answers/", f"/answers/{hidden[1].pk}/")]
    home.groups.add(support)
    again = browsers["agent"].get(f"/answers/{hidden[1].pk}/")

    assert f"{SECRET} 1" in shown.content.decode()
    assert f"{SECRET} 0" in lost[0].content.decode()
    assert not [number for number in (1, 3) if f"{SECRET} {number}" in lost[0].content.decode()]
    assert home.name not in lost[0].content.decode()
    assert (lost[1].status_code, again.status_code) == (404, 200)
