"""What is to be done with several chats."""

from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.market.ids import market_id
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox

NONE_PICKED: Final = _("Select chats first.")
TOO_MANY: Final = _("At most %(count)s chats at once.")
NOT_KNOWN: Final = _("Choose what to do with them.")
PAST: Final = _("This time has passed. Choose a later one.")
ACTS: Final = ("take", "assign", "tag", "snooze", "read")


class BulkForm(forms.Form):
    """`chat` names each chat as its row does: its key, and the newest message that the row shows. One of `ACTS` says
    what to do, by its own value: to whom, which, until when."""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        sent = cast(QueryDict, self.data).getlist("chat")
        picked = dict(filter(None, map(read_pick, sent[: 10 * inbox.MOST_AT_ONCE])))
        if not picked:
            raise forms.ValidationError(NONE_PICKED)
        if len(picked) > inbox.MOST_AT_ONCE:
            raise forms.ValidationError(TOO_MANY, params={"count": inbox.MOST_AT_ONCE})
        acts = [name for name in ACTS if name in self.data]
        if len(acts) != 1:
            raise forms.ValidationError(NOT_KNOWN)
        return {"picked": picked, "act": acts[0], "value": self.value_of(acts[0], self.data[acts[0]])}

    def value_of(self, act: str, sent: str) -> Any:
        if act == "assign":
            person = market_id(sent)
            if person is None and sent != str(inbox.NOBODY):
                raise forms.ValidationError(NOT_KNOWN)
            return person
        if act == "tag":
            if (tag := market_id(sent)) is None:
                raise forms.ValidationError(NOT_KNOWN)
            return tag
        if act == "snooze":
            moments = inbox.moments_ahead(self.now, timezone.get_current_timezone())
            moment = UNTIL_WRITTEN if sent == "written" else moments.get(sent)
            if moment is None:
                raise forms.ValidationError(PAST if sent in inbox.MOMENTS else NOT_KNOWN)
            return moment
        return None

    @property
    def error(self) -> str:
        return " ".join(map(str, self.non_field_errors()))


def read_pick(sent: str) -> tuple[int, int | None] | None:
    key, _dot, last = sent.partition(".")
    number = market_id(key)
    return (number, market_id(last)) if number else None
