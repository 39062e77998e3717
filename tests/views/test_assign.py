"""Who has a chat: taking it, and the menu by which it is handed over."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from chats.models import AgentSettings, Chat, Handover
from chats.presenters import hand_over
from chats.services import inbox
from tests.desk_fixture import again
from tests.views.replying import ADDRESS

TAKE, BACK, ASSIGN = f"{ADDRESS}take/", f"{ADDRESS}give-back/", f"{ADDRESS}assign/"
PART = {"HX-Request": "true", "HX-Target": "chat-holder"}
LIST = {"HX-Request": "true", "HX-Target": "hand-over-list"}
HOSTILE = "<b id=trap>\"'&{{ 1 }}\u202e"


@pytest.fixture
def chat(fresh) -> Chat:
    return fresh()


@pytest.fixture
def olga(colleague) -> User:
    User.objects.filter(pk=colleague.pk).update(first_name="Ольга", last_name="Лаврова")
    return User.objects.get(pk=colleague.pk)


def words(page, selector: str = "#chat-holder") -> str:
    return " ".join(page.cssselect(selector)[0].text_content().split())


def test_one_press_takes_it_and_the_page_says_what_it_showed(signed_in, agent, chat, page_of):
    page = page_of(signed_in.get(ADDRESS))
    had = page.cssselect("#holder-had")[0]

    part = page_of(signed_in.post(TAKE, {"had": had.get("value")}, headers=PART))

    assert (had.get("value"), had.get("form")) == ("0", "holder-form")
    assert words(part) == "You answer Give back"
    assert again(chat).assignee == agent


def test_who_was_slower_is_told_in_place_and_the_next_press_takes_it(signed_in, agent, olga, chat, page_of):
    inbox.take(olga, chat, now=timezone.now())

    refused = signed_in.post(TAKE, {"had": "0"}, headers=PART)
    part = page_of(refused)
    signed_in.post(TAKE, {"had": part.cssselect("#holder-had")[0].get("value")}, headers=PART)

    assert refused.status_code == 409
    assert words(part) == "Somebody was quicker: Ольга Лаврова answers. Take it all the same"
    assert again(chat).assignee == agent


def test_without_scripts_who_was_slower_gets_a_page_to_decide_on(signed_in, olga, chat, page_of):
    inbox.take(olga, chat, now=timezone.now())

    answer = signed_in.post(TAKE, {"had": "0"})

    page = page_of(answer)
    assert answer.status_code == 409
    assert "Ольга Лаврова answers" in words(page, "#hand-over-error")
    assert page.cssselect("form [name=had]")[0].get("value") == str(olga.pk)
    assert again(chat).assignee == olga


@pytest.mark.parametrize("had", [None, "", "x", "-1", "9" * 30, "\0"])
def test_a_press_that_does_not_say_who_had_it_takes_it(signed_in, agent, olga, chat, had):
    inbox.take(olga, chat, now=timezone.now())

    signed_in.post(TAKE, {} if had is None else {"had": had})

    assert again(chat).assignee == agent


def test_the_menu_asks_for_colleagues_when_it_is_opened_and_links_to_them(signed_in, chat, page_of):
    menu = page_of(signed_in.get(ADDRESS)).cssselect("details.hand-over")[0]

    assert menu.cssselect("#hand-over-list")[0].get("hx-get") == ASSIGN
    assert menu.cssselect("#hand-over-list a")[0].get("href") == ASSIGN


def test_the_part_has_those_who_may_answer_and_what_else_one_can_do(signed_in, agent, olga, boss, chat, page_of):
    stranger = User.objects.create_user("stranger")
    stranger.groups.add(Group.objects.create(name="Elsewhere"))
    inbox.take(olga, chat, now=timezone.now())

    part = page_of(signed_in.get(ASSIGN, headers=LIST))

    choices = {one.get("value"): (words(one, "bdi"), one.get("disabled")) for one in part.cssselect("[data-colleague]")}
    assert choices == {str(boss.pk): ("boss", None), str(olga.pk): ("Ольга Лаврова", "disabled")}
    assert [one.get("value") for one in part.cssselect(".hand-over-own button")] == [str(agent.pk), "0"]
    assert not part.cssselect("[data-narrow]")


def test_a_long_list_has_a_field_for_letters(signed_in, olga, support, chat, page_of):
    for number in range(hand_over.MANY):
        User.objects.create_user(f"one{number}").groups.add(support)

    assert page_of(signed_in.get(ASSIGN, headers=LIST)).cssselect("[data-narrow]")


def test_one_choice_hands_it_over_and_the_head_says_so(signed_in, agent, olga, chat, page_of):
    answer = signed_in.post(ASSIGN, {"to": olga.pk, "had": "0"}, headers=PART)

    assert words(page_of(answer)) == "Ольга Лаврова answers Take"
    assert "desk:ask" in answer["HX-Trigger-After-Settle"]
    assert (again(chat).assignee, again(chat).handed_by) == (olga, agent)


def test_a_plain_form_does_it_too(signed_in, olga, chat, page_of):
    page = page_of(signed_in.get(ASSIGN))
    sent = {"to": str(olga.pk), "had": page.cssselect("[name=had]")[0].get("value")}

    answer = signed_in.post(ASSIGN, sent)

    assert [one.get("value") for one in page.cssselect("#hand-over-to option")][1:] == [str(olga.pk)]
    assert answer["Location"] == ADDRESS
    assert again(chat).assignee == olga


@pytest.mark.parametrize("to", [None, "", "x", "-1", "1.5", "9" * 30])
@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_what_names_nobody_is_refused_at_the_choice(signed_in, chat, page_of, to, headers):
    answer = signed_in.post(ASSIGN, {} if to is None else {"to": to}, headers=headers)

    assert answer.status_code == 422
    assert words(page_of(answer), "#hand-over-error")
    assert again(chat).assignee is None


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_one_who_has_just_lost_the_seller_is_refused_with_the_reason(signed_in, olga, chat, page_of, headers):
    olga.groups.clear()

    answer = signed_in.post(ASSIGN, {"to": olga.pk, "had": "0"}, headers=headers)

    assert answer.status_code == 422
    assert "may not answer" in words(page_of(answer), "#hand-over-error")
    assert again(chat).assignee is None


def test_one_that_was_taken_meanwhile_stays_where_it_is_and_the_menu_says_so(signed_in, olga, boss, chat, page_of):
    inbox.take(olga, chat, now=timezone.now())

    answer = signed_in.post(ASSIGN, {"to": boss.pk, "had": "0"}, headers=PART)

    assert (answer.status_code, answer["HX-Reswap"]) == (409, "none")
    assert "Ольга Лаврова answers" in words(page_of(answer), "#hand-over-error")
    assert again(chat).assignee == olga


def test_who_has_had_the_chat_is_told_in_words_and_times(signed_in, agent, olga, chat, page_of):
    now = timezone.now()
    inbox.take_if_nobodys(agent, chat, now=now)
    inbox.give_back(agent, chat, now=now)
    inbox.assign(agent, chat, olga.pk, now=now)
    inbox.assign(agent, chat, None, now=now)
    Handover.objects.create(chat=chat, at=now, kind=Handover.Kind.LOST, before=None)

    lines = page_of(signed_in.get(ASSIGN)).cssselect(".hand-over-history li")
    told = [" ".join(line.text_content().split()) for line in lines]

    clock = timezone.localtime(now).strftime("%H:%M")
    assert told == [
        f"{clock} nobody’s again, because this person has no access any more: somebody whose account is gone",
        f"{clock} made nobody’s: agent",
        f"{clock} handed over: agent → Ольга Лаврова",
        f"{clock} given back: agent",
        f"{clock} taken by an answer: agent",
    ]


def test_every_kind_of_change_has_its_words():
    assert set(hand_over.LINES) == set(Handover.Kind)


def test_a_hostile_name_stays_text_wherever_it_is(client, signed_in, agent, olga, chat, page_of):
    User.objects.filter(pk__in=[agent.pk, olga.pk]).update(first_name=HOSTILE, last_name="")
    User.objects.filter(pk=olga.pk).update(last_name="О")
    AgentSettings.objects.create(agent=olga, sound=True)
    signed_in.post(ASSIGN, {"to": olga.pk})

    pages = [page_of(signed_in.get(path, headers=how)) for path, how in ((ADDRESS, {}), (ASSIGN, {}), (ASSIGN, LIST))]
    client.force_login(olga)
    pages += [page_of(client.get(path)) for path in ("/?view=handed", "/bell/", ADDRESS)]

    assert [page.cssselect("#trap") for page in pages] == [[]] * len(pages)
    assert all("trap" in page.text_content() or page.cssselect("[data-body*=trap]") for page in pages)
    assert "\u202e" not in pages[2].text_content()


def test_the_receivers_row_names_who_handed_it_over_until_it_is_opened(client, agent, olga, chat, page_of):
    inbox.assign(agent, chat, olga.pk, now=timezone.now())
    client.force_login(olga)

    row = page_of(client.get("/?view=mine")).cssselect(".entry .row-handed")
    opened = page_of(client.get(ADDRESS))
    after = page_of(client.get("/?view=mine"))

    assert words(row[0], "bdi") == "from agent"
    assert words(opened, ".holder-words") == "Handed to you by agent"
    assert after.cssselect(".entry") and not after.cssselect(".row-handed")


def test_the_mark_is_for_the_receiver_alone(signed_in, agent, olga, chat, page_of):
    inbox.assign(agent, chat, olga.pk, now=timezone.now())

    page = page_of(signed_in.get("/"))
    signed_in.get(ADDRESS)

    assert page.cssselect(".entry .holder") and not page.cssselect(".row-handed")
    assert again(chat).handed_by == agent


def test_the_list_says_how_many_wait_to_be_opened_whatever_it_shows(client, agent, olga, chat, page_of):
    inbox.assign(agent, chat, olga.pk, now=timezone.now())
    client.force_login(olga)

    shown = {path: page_of(client.get(path)).cssselect("#inbox-handed")[0] for path in ("/", "/?view=handed")}

    assert "hidden" not in shown["/"].attrib
    assert (shown["/"].get("href"), words(shown["/"], "b")) == ("/?view=handed", "1")
    assert "hidden" in shown["/?view=handed"].attrib


def test_the_bell_tells_the_receiver_by_whom(client, agent, olga, home, chat, page_of):
    AgentSettings.objects.create(agent=olga, notices=True)
    inbox.assign(agent, chat, olga.pk, now=timezone.now())
    client.force_login(olga)

    events = page_of(client.get("/bell/")).cssselect("[data-event]")

    handed = [one for one in events if one.get("data-body")]
    assert [(one.text_content(), one.get("data-body")) for one in handed] == [
        (f"Иван · {home.name}", "agent has handed this chat to you")
    ]
