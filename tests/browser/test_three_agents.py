"""Three agents at one chat, each in a browser of their own."""

import re

from playwright.sync_api import expect

from chats.models import Chat, Handover
from tests.browser.beside import FIRST, hold, opened
from tests.browser.test_notes import note
from tests.browser.watch import settled

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"


def test_all_see_each_other_one_of_them_takes_it_and_a_note_reaches_the_others(
    visit, agent, colleague, boss, chats, market
):
    people = {agent: ("Анна", "Орлова"), colleague: ("Ольга", "Лебедева"), boss: ("Борис", "Ким")}
    for person, (first_name, last_name) in people.items():
        person.first_name, person.last_name = first_name, last_name
        person.save()
    pages = {person: opened(visit(person, path=FIRST)) for person in people}

    for person in (colleague, boss, agent):
        with pages[person].expect_response(re.compile("[?]v=")):
            pages[person].evaluate(ASK)
    expect(pages[agent].locator("#chat-readers")).to_have_text("Ольга Л. and Борис К. are reading")

    held = {person: hold(page, re.compile("/take/")) for person, page in pages.items()}
    for page in pages.values():
        page.keyboard.press("a")
    for person, page in pages.items():
        while not held[person]:
            page.wait_for_timeout(10)
    for person, page in pages.items():
        held[person][0].continue_()
        settled(page)
    holder = Chat.objects.get(chat_id=310001).assignee
    late = [page for person, page in pages.items() if person != holder]
    assert Handover.objects.count() == 1
    expect(pages[holder].locator("#chat-holder")).to_contain_text("You answer")
    for page in late:
        expect(page.locator("#chat-holder")).to_contain_text(holder.first_name)

    note(late[0], "Звонил на склад")
    for page in (pages[holder], late[1]):
        page.evaluate(ASK)
        expect(page.locator("#messages .note .msg-text")).to_have_text("Звонил на склад")
