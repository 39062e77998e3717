"""Until when a chat is set aside."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.forms.replies import MarketIdField
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox

NO_TIME: Final = _("Say until when: choose one of these, or give a date and a time.")
NOT_A_TIME: Final = _("The desk cannot read this as a date and a time. Write it like 30.11.2026 16:00.")
PAST: Final = _("This time has passed. Choose a later one.")


class SnoozeForm(forms.Form):
    """`until` is the name of a time that is offered, "written" for as soon as somebody writes, or "at" for the time in
    the field, which is in the agent's zone. `seen` and `last` are the newest messages that the page had when it came,
    and has now. What is wrong is said at the field."""

    until = forms.CharField(required=False)
    # As browsers send it, or as people write it in a browser that has no such field.
    at = forms.DateTimeField(
        required=False,
        input_formats=["%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": NOT_A_TIME},
    )
    seen = MarketIdField(required=False)
    last = MarketIdField(required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cleaned_data
        name = found.get("until")
        if name == "written":
            found["moment"] = UNTIL_WRITTEN
        elif name == "at":
            found["moment"] = found.get("at")
        else:
            zone = timezone.get_current_timezone()
            found["moment"] = inbox.moments_ahead(self.now, zone).get(name or "")
        if found["moment"] is None and not self.errors.get("at"):
            self.add_error("at", PAST if name in inbox.MOMENTS else NO_TIME)
        return found

    @property
    def messages_seen(self) -> Collection[int | None]:
        return {self.cleaned_data.get("seen"), self.cleaned_data.get("last")}
