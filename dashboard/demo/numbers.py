"""Numbers of the sandbox that are worth looking up. docs/sandbox.md has them all."""

from types import MappingProxyType

# Printed when the demo starts, in this order.
NUMBERS_TO_TRY = MappingProxyType(
    {
        310001: "a chat about an order",
        54810000102: "an order, which leads to its chat",
        310006: "a chat about a return",
        310008: "a direct question",
        310018: "a dispute",
        66200450: "an order in one chat, a return in another",
        9000403: "the token lacks a scope",
        9000404: "no such chat",
        9000500: "Market is broken",
        9000701: "Market is silent for 10 seconds",
        9000801: "an answer that makes no sense",
        9100500: "answers once, then is broken",
        9000420: "the hour's calls are used up; last, because for two minutes no other chat can be looked up then",
    }
)
# On the home page, by the names that presenters/demo.py has words for.
NUMBERS_ON_THE_PAGE = MappingProxyType(
    {
        "order": 54810000102,
        "return": 6620106,
        "dispute": 310018,
        "pictures": 310017,
        "question": 310008,
        "long": 310021,
        "markup": 310037,
        "broken": 9000500,
    }
)
# Chats that the demo's colleague leaves alone: those above, and those to which the numbers above lead.
OF_THE_VISITOR = frozenset({*NUMBERS_TO_TRY, *NUMBERS_ON_THE_PAGE.values(), 310002, 310022})
