"""The inbox: the chats of all sellers that an agent may see, those that wait for the shop first."""

from chats.services.inbox.asked import CONTEXTS, Asked
from chats.services.inbox.assign import (
    NOBODY,
    Colleague,
    MayNotAnswer,
    Overtaken,
    all_colleagues,
    assign,
    colleagues_for,
    give_back,
    note_opened,
    take,
    take_if_nobodys,
)
from chats.services.inbox.began import began_to_wait, handed_to
from chats.services.inbox.bulk import MOST_AT_ONCE, Done, Skip, assign_all, read_all, snooze_all, tag_all, take_all
from chats.services.inbox.bulk_undo import TooLate, seal, undo_all
from chats.services.inbox.counts import MOST_COUNTED
from chats.services.inbox.listed import ListedChat
from chats.services.inbox.live import changes, page_digest
from chats.services.inbox.longest import longest_waiting
from chats.services.inbox.queue import PAGE, Entry, InboxPage, first_of, page_of, stores_of, with_open_chat
from chats.services.inbox.saved import (
    NameTaken,
    TooManyViews,
    asked_by,
    delete_view,
    move_view,
    own_view,
    rename_view,
    save_view,
    saved_views,
    share_view,
)
from chats.services.inbox.snooze import MOMENTS, NotSnoozed, Refusal, bring_back, done, moments_ahead, offered, snooze
from chats.services.inbox.targets import overdue_since, target_of, turns_of, working_time
from chats.services.inbox.views import ALWAYS_SHOWN, VIEWS, WAITING, View

__all__ = [
    "ALWAYS_SHOWN",
    "CONTEXTS",
    "MOMENTS",
    "MOST_AT_ONCE",
    "MOST_COUNTED",
    "NOBODY",
    "PAGE",
    "VIEWS",
    "WAITING",
    "Asked",
    "Colleague",
    "Done",
    "Entry",
    "InboxPage",
    "ListedChat",
    "MayNotAnswer",
    "NameTaken",
    "NotSnoozed",
    "Overtaken",
    "Refusal",
    "Skip",
    "TooLate",
    "TooManyViews",
    "View",
    "all_colleagues",
    "asked_by",
    "assign",
    "assign_all",
    "began_to_wait",
    "bring_back",
    "changes",
    "colleagues_for",
    "delete_view",
    "done",
    "first_of",
    "give_back",
    "handed_to",
    "longest_waiting",
    "moments_ahead",
    "move_view",
    "note_opened",
    "offered",
    "overdue_since",
    "own_view",
    "page_digest",
    "page_of",
    "read_all",
    "rename_view",
    "save_view",
    "saved_views",
    "seal",
    "share_view",
    "snooze",
    "snooze_all",
    "stores_of",
    "tag_all",
    "take",
    "take_all",
    "take_if_nobodys",
    "target_of",
    "turns_of",
    "undo_all",
    "with_open_chat",
    "working_time",
]
