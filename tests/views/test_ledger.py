"""The page of the ledger: who may see it, and what it says of whom."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import Quota, QuotaHour, Role, Seller
from chats.services import ledger_page, people
from chats.services.upstream import Lane
from chats.services.upstream.tally import hour_of

PART = {"HX-Request": "true", "HX-Target": "ledger"}


@pytest.fixture
def lead(support, client) -> User:
    lead = User.objects.create_user("lead")
    lead.groups.add(support)
    people.set_role(support, Role.LEAD)
    client.force_login(lead)
    return lead


def use(seller, operation="getChat", *, remaining, **values):
    usual = {"allowance": 1000, "renews_at": timezone.now() + timedelta(minutes=20)}
    return Quota.objects.create(seller=seller, operation=operation, remaining=remaining, **{**usual, **values})


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def test_a_lead_sees_their_own_sellers_and_no_other(lead, client, home, foreign, page_of):
    use(home, remaining=700, spent_by_agents=300)
    use(foreign, remaining=1)

    page = page_of(client.get("/ledger/"))

    assert [text_of(head) for head in page.cssselect(".ledger-seller h2")] == [home.name]
    assert foreign.name not in page.text_content()
    assert "700 of 1,000 left" in text_of(page) and "people’s own actions 300" in text_of(page)


def test_a_lead_sees_nothing_of_the_sellers_that_they_answer_for_and_do_not_lead(lead, client, home, foreign, page_of):
    lead.groups.add(*foreign.groups.all())

    page = page_of(client.get("/ledger/", {"seller": foreign.business_id}))

    assert [text_of(head) for head in page.cssselect(".ledger-seller h2")] == [home.name]


def test_choosing_a_foreign_seller_shows_ones_own(lead, client, home, foreign, page_of):
    page = page_of(client.get("/ledger/", {"seller": foreign.business_id}))

    assert [text_of(head) for head in page.cssselect(".ledger-seller h2")] == [home.name]


def test_it_can_be_about_one_seller(lead, client, home, tech, page_of):
    page = page_of(client.get("/ledger/", {"seller": tech.business_id}))

    assert [text_of(head) for head in page.cssselect(".ledger-seller h2")] == [tech.name]
    assert page.cssselect(".ledger-choice option[selected]")[0].get("value") == str(tech.business_id)
    assert page.cssselect("#ledger")[0].get("hx-get") == f"/ledger/?seller={tech.business_id}"


def test_sellers_with_trouble_come_first(lead, client, home, tech, page_of):
    use(home, remaining=300)
    use(tech, remaining=900)
    use(tech, "getChats", remaining=0)

    page = page_of(client.get("/ledger/"))

    assert [text_of(head) for head in page.cssselect(".ledger-seller h2")] == [tech.name, home.name]
    assert [one.get("data-tone") for one in page.cssselect(".ledger-operation")] == ["danger", "info", "info"]


def test_beyond_twenty_the_others_can_be_chosen(lead, client, support, page_of):
    for number in range(22):
        Seller.objects.create(name=f"S{number}", business_id=5000 + number).groups.add(support)

    page = page_of(client.get("/ledger/"))

    assert len(page.cssselect(".ledger-seller")) == ledger_page.MOST_SELLERS
    assert len(page.cssselect(".ledger-choice option")) == 23
    assert "2 more sellers" in text_of(page)


@pytest.mark.parametrize(
    ("remaining", "said"),
    [
        (1000, ""),
        (400, "The background waits until"),
        (200, "The background and open pages wait until"),
        (20, "Only people’s own actions go on"),
        (0, "Nothing is left until"),
    ],
)
def test_it_says_who_is_held_back(lead, client, home, page_of, remaining, said):
    use(home, remaining=remaining)

    page = page_of(client.get("/ledger/"))

    held = [text_of(one) for one in page.cssselect(".ledger-held")]
    assert len(held) == bool(said)
    assert all(one.startswith(said) for one in held)


@pytest.mark.parametrize(
    ("operation", "remaining", "said", "tone"),
    [
        ("sendMessageToChat", 400, [], "info"),
        ("sendMessageToChat", 100, [], "warn"),
        ("sendMessageToChat", 20, ["Nothing more is sent to buyers until"], "danger"),
        ("sendMessageToChat", 0, ["Nothing more is sent to buyers until"], "danger"),
        ("createChat", 20, [], "warn"),
        ("createChat", 0, ["Nothing is left until"], "danger"),
    ],
)
def test_nobody_is_said_to_wait_who_never_makes_such_calls(
    lead, client, home, page_of, operation, remaining, said, tone
):
    use(home, operation, remaining=remaining)

    page = page_of(client.get("/ledger/"))

    held = [text_of(one) for one in page.cssselect(".ledger-held")]
    assert [one[: len(start)] for one, start in zip(held, said, strict=True)] == said
    assert [one.get("data-tone") for one in page.cssselect(".ledger-operation")] == [tone]


def test_bars_have_their_words_beside_them_and_add_up(lead, client, home, page_of):
    use(home, remaining=100, spent_by_agents=100, spent_by_background=500)
    hour = hour_of(timezone.now())
    QuotaHour.objects.create(seller=home, operation="getChat", lane=Lane.BACKGROUND, hour=hour, calls=1234, held_back=7)

    page = page_of(client.get("/ledger/"))

    widths = [float(one.get("width")) for one in page.cssselect(".ledger-bar rect")]
    assert widths == [100, 10, 50, 30]
    assert all(one.get("aria-hidden") == "true" for one in page.cssselect("#ledger svg"))
    assert [text_of(one) for one in page.cssselect(".ledger-part")] == [
        "people’s own actions 100",
        "background 500",
        "other programs 300",
    ]
    assert "Calls in the last 24 hours: 1,234" in text_of(page) and "Held back: 7." in text_of(page)
    assert not page.cssselect("[style]")


def test_the_page_keeps_itself_up_to_date_by_its_part(lead, client, home):
    part = client.get("/ledger/", headers=PART).text

    assert part.lstrip().startswith('<div id="ledger"')


def test_it_takes_as_many_queries_for_twenty_sellers_as_for_one(lead, client, support, django_assert_num_queries):
    for number in range(22):
        seller = Seller.objects.create(name=f"S{number}", business_id=5000 + number)
        seller.groups.add(support)
        use(seller, remaining=number)

    with django_assert_num_queries(5):  # session, person, sellers with roles, quotas, hours
        client.get("/ledger/")


def test_an_agent_has_no_link_to_it_and_a_lead_has(lead, client, signed_in, agent, support, home):
    people.set_role(support, Role.AGENT)
    agents = signed_in.get("/settings/")
    people.set_role(support, Role.LEAD)

    assert "/ledger/" not in agents.text
    assert "/ledger/" in client.get("/settings/").text


@pytest.mark.parametrize("remaining", [200, 199, 0])
def test_agents_are_told_before_a_lookup_that_few_are_left(signed_in, home, page_of, remaining):
    use(home, remaining=remaining)
    use(home, "getChatHistory", remaining=0)  # which no lookup needs

    said = [text_of(one) for one in page_of(signed_in.get("/")).cssselect("#low")]

    assert len(said) == (remaining < 200)
    assert all(f"are left for: {home.name}." in one for one in said)


@pytest.mark.parametrize(("remaining", "said"), [(200, []), (120, ["100"]), (20, [])])
def test_agents_are_told_before_the_last_replies_are_sent(
    signed_in, home, known_chat, market, page_of, remaining, said
):
    chat = known_chat(home, 310001)
    use(home, "sendMessageToChat", remaining=remaining)

    page = page_of(signed_in.get(f"/chats/{home.business_id}/{chat.chat_id}/"))

    # At 20 the button itself says until when.
    assert [text_of(one).split()[0] for one in page.cssselect("#few-left")] == said
