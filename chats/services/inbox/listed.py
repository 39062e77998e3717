"""A chat as a row of the inbox needs it: plain values. Fifty instances of a model cost more than their query, and
cannot be the key of a cache, since they compare equal by their primary key alone."""

from datetime import datetime
from typing import Final, NamedTuple

from chats.services.people import Person


class ListedChat(NamedTuple):
    """The columns of `Chat` that a row shows, who has it, who handed it to them and who set it aside, and the agent's
    own marks: whether others wrote last and the agent has not read it, how the agent's draft begins, and who mentions
    the agent in a note that they have not read."""

    pk: int
    seller_id: int
    chat_id: int
    type: str
    status: str
    context_type: str
    customer_name: str
    campaign_id: int | None
    order_id: int | None
    return_id: int | None
    updated_at: datetime
    message_at: datetime | None
    version: int
    problem_kind: str
    last_message_id: int | None
    last_sender: str
    last_text: str
    last_files: int
    waiting_since: datetime | None
    deadline_at: datetime | None
    deadline_kind: str
    urgency: int | None
    queue_at: datetime | None
    disputed_at: datetime | None
    snoozed_until: datetime | None
    returned_at: datetime | None
    assignee_id: int | None
    assignee__username: str | None
    assignee__first_name: str | None
    assignee__last_name: str | None
    handed_at: datetime | None
    handed_by_id: int | None
    handed_by__username: str | None
    handed_by__first_name: str | None
    handed_by__last_name: str | None
    snoozed_by_id: int | None
    snoozed_by__username: str | None
    snoozed_by__first_name: str | None
    snoozed_by__last_name: str | None
    tag_keys: str
    is_unread: int
    own_draft: str | None
    mentioned_by: str | None

    @property
    def last_message_at(self) -> datetime:
        """When something was last written, by the sighting or by the messages, whichever knows more."""
        return max(self.updated_at, self.message_at or self.updated_at)

    @property
    def assignee(self) -> Person | None:
        return person(self.assignee_id, self.assignee__username, self.assignee__first_name, self.assignee__last_name)

    @property
    def handed_by(self) -> Person | None:
        names = (self.handed_by__username, self.handed_by__first_name, self.handed_by__last_name)
        return person(self.handed_by_id, *names)

    @property
    def snoozed_by(self) -> Person | None:
        names = (self.snoozed_by__username, self.snoozed_by__first_name, self.snoozed_by__last_name)
        return person(self.snoozed_by_id, *names)


COLUMNS: Final = ListedChat._fields


def person(pk: int | None, username: str | None, first_name: str | None, last_name: str | None) -> Person | None:
    return None if pk is None else Person(pk, username or "", first_name or "", last_name or "")
