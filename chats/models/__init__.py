"""What the desk keeps. Market's words: business, campaign (one store), chat, context, message, sender, payload."""

from chats.models.conversation import History, Message, ReadMark
from chats.models.due import Due, ProblemColumns
from chats.models.holders import Handover
from chats.models.inbox import SavedView
from chats.models.lookups import Lookup, RecentChat
from chats.models.mirror import Mirror, Sync
from chats.models.notes import Mention, Note, NoteDraft, NoteVersion
from chats.models.notifications import NotificationAddress, WebhookEvent
from chats.models.people import AgentSettings, GroupRole, Invitation, Role, SetupLink
from chats.models.prepared import AnswerUse, PreparedAnswer
from chats.models.presence import Presence
from chats.models.replies import Draft, Reply
from chats.models.reports import ChatDay, Counting, Tally, Uncounted
from chats.models.search import NoteEntry, SearchBackfill, SearchEntry
from chats.models.sellers import Campaign, Seller
from chats.models.sightings import Chat, Order, Return, SameSubject, Sighting
from chats.models.tags import ChatTag, Tag
from chats.models.upstream import Circuit, Quota, QuotaHour, Slot
from chats.models.work import Upkeep, Worker

__all__ = [
    "AgentSettings",
    "AnswerUse",
    "Campaign",
    "Chat",
    "ChatDay",
    "ChatTag",
    "Circuit",
    "Counting",
    "Draft",
    "Due",
    "GroupRole",
    "Handover",
    "History",
    "Invitation",
    "Lookup",
    "Mention",
    "Message",
    "Mirror",
    "Note",
    "NoteDraft",
    "NoteEntry",
    "NoteVersion",
    "NotificationAddress",
    "Order",
    "PreparedAnswer",
    "Presence",
    "ProblemColumns",
    "Quota",
    "QuotaHour",
    "ReadMark",
    "RecentChat",
    "Reply",
    "Return",
    "Role",
    "SameSubject",
    "SavedView",
    "SearchBackfill",
    "SearchEntry",
    "Seller",
    "SetupLink",
    "Sighting",
    "Slot",
    "Sync",
    "Tag",
    "Tally",
    "Uncounted",
    "Upkeep",
    "WebhookEvent",
    "Worker",
]
