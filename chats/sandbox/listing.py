"""The tokens and numbers to try, as the command prints them."""

from collections.abc import Iterator

from .content import cabinets
from .content.cabinets import HOME, SELLERS
from .content.chats import (
    CHAT_HERE_ORDER_THERE,
    LONG_CHAT,
    ORDER_AND_RETURN,
    ORDER_AT_BOTH,
    ORDER_WITH_DISPUTE,
    OWN_NUMBERS,
)
from .faults.faults import FAULTS
from .faults.numbers import AFTER_THE_FIRST, ALWAYS, chat_number

MORE_TOKENS = (
    ("every method", cabinets.FULL_ACCESS),
    ("chats only", cabinets.COMMUNICATION_ONLY),
    ("reads only", cabinets.READ_ONLY),
    ("orders, no chats", cabinets.ORDERS_ONLY),
    ("revoked", cabinets.REVOKED),
)
EXAMPLES = (
    (310001, "a chat about an order, by its own number"),
    (54810000102, "an order"),
    (6620106, "a return"),
    (310008, "a question without an order"),
    (310018, "a dispute"),
    (310050, "a status that nobody knows yet"),
    (LONG_CHAT, "a chat of a thousand messages"),
    (310005, "a finished chat: nothing can be sent there"),
    (54810000301, "an order that has no chat yet"),
    (OWN_NUMBERS[HOME.business_id][54810000102], "the shop's own number of an order"),
    (9300500, "a chat where a reply is taken, and the answer is 500"),
    (9400500, "a chat where a reply is not taken, and the answer is 500"),
    (ORDER_WITH_DISPUTE, "an order with a chat and a dispute"),
    (ORDER_AND_RETURN, "an order in one chat, a return in another"),
    (CHAT_HERE_ORDER_THERE, "a chat of Дом и сад, an order of Техно-Мир"),
    (ORDER_AT_BOTH, "an order number that both sellers have"),
)


def lines() -> Iterator[str]:
    yield "Sellers and their tokens (made up, good only here):"
    for seller in SELLERS:
        yield f"  {seller.business_id}  {seller.token}  {seller.name}"
    yield "More tokens:"
    for words, by_business in MORE_TOKENS:
        for business_id, token in by_business.items():
            yield f"  {business_id}  {token}  {words}"
    yield f"  {cabinets.API_OFF.business_id}  {cabinets.API_OFF.token}  a cabinet whose API is off"
    yield f"  {cabinets.NO_STORES.business_id}  {cabinets.NO_STORES.token}  a cabinet without stores"
    yield "Numbers to look up:"
    for number, words in EXAMPLES:
        yield f"  {number:>12}  {words}"
    yield "Chat numbers that fail always, and those that answer once and then fail (at Дом и сад):"
    for fault in FAULTS:
        yield f"  {chat_number(ALWAYS, fault)}  {chat_number(AFTER_THE_FIRST, fault)}  {fault.description}"
