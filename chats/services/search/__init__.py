"""Search: messages and private notes by their words, in indexes that are kept with them."""

from chats.services.search.find import Found, Within, find_messages
from chats.services.search.index import Backfill, add_to_index, backfill, begin_afresh, index_one_batch
from chats.services.search.marks import marks_in
from chats.services.search.notes_index import index_note, reindex_notes
from chats.services.search.query import NOTE, Query, is_words, read_query
from chats.services.search.words import terms_of

__all__ = [
    "NOTE",
    "Backfill",
    "Found",
    "Query",
    "Within",
    "add_to_index",
    "backfill",
    "begin_afresh",
    "find_messages",
    "index_note",
    "index_one_batch",
    "is_words",
    "marks_in",
    "read_query",
    "reindex_notes",
    "terms_of",
]
