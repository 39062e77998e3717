"""Made-up chats: a thousand that fill a page of every view for every agent, and any number with the shares of life."""

import random
from collections.abc import Iterator
from itertools import accumulate
from time import gmtime, strftime

SELLERS, OF_AN_AGENT = 200, 10
# Sellers get chats by these weights, so that the ten largest have 35 % of them.
WEIGHTS = list(accumulate(1 / (place + 2.5) for place in range(1, SELLERS + 1)))
BASE = 1_000
IN_A_CHAT = 10  # messages
TEXTS = 4_000  # that are different; the number 0 has the rare word
FIRST = 10_000_000  # the number of Market's before the first chat's
HOUR = 3_600
COLUMNS = (
    *("id", "seller_id", "chat_id", "type", "status", "context_type", "customer_name", "customer_public_id"),
    *("buyer_key", "campaign_id", "order_id", "return_id", "created_at", "updated_at", "message_at", "seen_at"),
    *("source", "problem_kind", "problem_trace", "due_at", "leased_until", "attempts", "version", "absences"),
    *("last_message_id", "last_sender", "last_text", "last_files", "deadline_at", "deadline_kind", "waiting_since"),
    *("urgency", "queue_at", "disputed_at", "snoozed_until", "assignee_id", "tag_keys"),
)
NAMES = [f"{name} {letter}." for name in ("Иван", "Анна", "Пётр", "Мария", "Олег", "Ольга") for letter in "АБВГДКЛМН"]
# In thousandths, of the chats beyond the first thousand.
SHARES = {
    "NEW": 12, "WAITING_FOR_PARTNER": 18, "WAITING_FOR_CUSTOMER": 40,
    "WAITING_FOR_ARBITER": 10, "WAITING_FOR_MARKET": 10, "FINISHED": 910,
}  # fmt: skip
WAITS = ("NEW", "WAITING_FOR_PARTNER")
# How long ago a chat changed, at most.
HOURS = {"FINISHED": 365 * 24, "NEW": 72, "WAITING_FOR_PARTNER": 72}


def text_of(message: str) -> str:
    """The number of a message's text, as SQL of its key."""
    return f"(({message} + 9) * 48271 %% 2147483647 %% {TEXTS} + 1)"


# Which messages have the rare word: some of the first thousand chats', none the last of its chat.
RARE = f"key <= {BASE * IN_A_CHAT} AND key %% 80 = 5"


class Maker:
    """`people` are the users' keys: of the agents of the largest and of the smallest sellers, the superuser, others."""

    def __init__(self, texts: list[str], people: dict[str, int], colleagues: list[int], now: float) -> None:
        self.texts, self.people, self.colleagues, self.now = texts, people, colleagues, int(now)
        self.chance = random.Random(1)  # the same in each run
        self.statuses, self.shares = list(SHARES), list(accumulate(SHARES.values()))

    def rows(self, count: int) -> Iterator[tuple[object, ...]]:
        """Rows of chats_chat, in the order of COLUMNS. Sellers have the keys from 1, the largest first."""
        for key in range(1, count + 1):
            yield self.row(key, *(self.of_base(key - 1) if key <= BASE else self.of_life()))

    def of_base(self, place: int) -> tuple[int, str, str, int | None]:
        """Seller, status, context and assignee."""
        each, chance = 459, self.chance
        if place >= 2 * each:
            seller = chance.randint(OF_AN_AGENT + 1, SELLERS - OF_AN_AGENT)
            waits = place - 2 * each < 60
            return seller, "NEW" if waits else "FINISHED", "ORDER", self.people["all"] if waits else None
        who, k = ("largest", place) if place < each else ("smallest", place - each)
        seller = 1 if chance.random() < 1 / 3 else chance.randint(1, OF_AN_AGENT)
        if who == "smallest":
            seller += SELLERS - OF_AN_AGENT
        context = "RETURN" if (k % 2 == 0 and k >= 349) or (k < 190 and k % 3 == 0) else "ORDER"
        if k < 190:
            holder = self.people[who] if k % 19 < 6 else self.colleagues[k % 5] if k % 19 < 12 else None
            return seller, WAITS[k % 2], context, holder
        ends = {242: "WAITING_FOR_CUSTOMER", 297: "WAITING_FOR_ARBITER", 349: "WAITING_FOR_MARKET", each: "FINISHED"}
        return seller, next(status for end, status in ends.items() if k < end), context, None

    def of_life(self) -> tuple[int, str, str, int | None]:
        chance = self.chance
        seller = chance.choices(range(1, SELLERS + 1), cum_weights=WEIGHTS)[0]
        status = chance.choices(self.statuses, cum_weights=self.shares)[0]
        context = chance.choices(("ORDER", "RETURN", "DIRECT"), cum_weights=(70, 90, 100))[0]
        if chance.random() > (0.4 if status in WAITS else 0.08):
            return seller, status, context, None
        who = "largest" if seller <= OF_AN_AGENT else "smallest" if seller > SELLERS - OF_AN_AGENT else "all"
        mine = chance.random() < (0.02 if who == "all" else 0.25)
        return seller, status, context, self.people[who] if mine else chance.choice(self.colleagues)

    def row(self, key: int, seller: int, status: str, context: str, assignee: int | None) -> tuple[object, ...]:
        chance, waits = self.chance, status in WAITS
        changed = self.now - int(chance.random() * HOURS.get(status, 20 * 24) * HOUR) - 60
        at, now, dispute = (
            moment(changed),
            moment(self.now),
            status == "WAITING_FOR_ARBITER" or (waits and key % 38 == 13),
        )
        deadline = moment(self.now + (1 + key % 240) * HOUR) if waits and key % 19 == 18 else None
        snoozed = moment(self.now + (1 + key % 240) * HOUR) if status == "WAITING_FOR_MARKET" else None
        urgency = (0 if deadline else 1 if dispute else 2) if waits else None
        name, message = NAMES[key % len(NAMES)], key * IN_A_CHAT
        asked = status == "FINISHED" and (key <= BASE or chance.random() < 0.3)
        sender = "CUSTOMER" if waits or asked else "PARTNER"
        about = (f"buyer-{key // 3}", name.casefold().replace("ё", "е"), seller * 10, 90_000_000_000 + key)
        return (
            *(key, seller, FIRST + key, "ARBITRAGE" if dispute else "CHAT", status, context, name, *about),
            *(FIRST + key if context == "RETURN" else None, moment(changed - 30 * HOUR), at, at, now),
            *("LIST", "", "", moment(self.now + HOUR), at, 0, 1, 0),
            *(message, sender, self.texts[number_of_text(message)][:200], 0, deadline, "RETURN" if deadline else ""),
            *(
                at if waits else None,
                urgency,
                (deadline or at) if waits else None,
                at if dispute else None,
                snoozed,
                assignee,
                "",
            ),
        )


def number_of_text(key: int) -> int:
    """The same as `text_of`."""
    return (key + 9) * 48271 % 2147483647 % TEXTS + 1


def moment(seconds: int) -> str:
    """As SQLite stores it, and as PostgreSQL reads it, where the connection's zone is UTC."""
    return strftime("%Y-%m-%d %H:%M:%S", gmtime(seconds))
