"""Search: messages by their words, in an index that is kept with them."""

from chats.services.search.find import Found, Within, find_messages
from chats.services.search.index import Backfill, add_to_index, backfill, begin_afresh, index_one_batch
from chats.services.search.marks import marks_in
from chats.services.search.query import Query, is_words, read_query

__all__ = [
    "Backfill",
    "Found",
    "Query",
    "Within",
    "add_to_index",
    "backfill",
    "begin_afresh",
    "find_messages",
    "index_one_batch",
    "is_words",
    "marks_in",
    "read_query",
]
