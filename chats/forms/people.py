"""Sign-in, the first administrator, and the preferences of each person."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final, cast
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.market.token import held_a_token
from chats.models import AgentSettings

# The zones of Russia that differ, from west to east, by the city that people know each by.
RUSSIAN_ZONES: Final = {
    "Europe/Kaliningrad": _("Kaliningrad"),
    "Europe/Moscow": _("Moscow"),
    "Europe/Samara": _("Samara"),
    "Asia/Yekaterinburg": _("Yekaterinburg"),
    "Asia/Omsk": _("Omsk"),
    "Asia/Novosibirsk": _("Novosibirsk"),
    "Asia/Krasnoyarsk": _("Krasnoyarsk"),
    "Asia/Irkutsk": _("Irkutsk"),
    "Asia/Yakutsk": _("Yakutsk"),
    "Asia/Vladivostok": _("Vladivostok"),
    "Asia/Magadan": _("Magadan"),
    "Asia/Kamchatka": _("Kamchatka"),
}
NEARBY_ZONES: Final = (
    *("Europe/Minsk", "Asia/Almaty", "Asia/Tashkent", "Asia/Bishkek", "Asia/Yerevan", "Asia/Tbilisi", "Asia/Baku"),
    *("Asia/Shanghai", "UTC"),
)


def zone_choices(now: datetime) -> list[Any]:
    """The zones of Russia first, with how far each is from UTC at `now`; then those of the neighbours, then all others
    by their part of the world."""
    russian = [(zone, f"{name}, {offset_of(zone, now)}") for zone, name in RUSSIAN_ZONES.items()]
    others = sorted(available_timezones() - {*RUSSIAN_ZONES, *NEARBY_ZONES})
    parts = groupby(others, key=lambda zone: zone.split("/")[0] if "/" in zone else "")
    by_part: dict[str, list[tuple[str, str]]] = {}
    for part, zones in parts:
        by_part.setdefault(part or str(_("Other")), []).extend((zone, zone) for zone in zones)
    return [
        ("", _("The desk’s time zone")),
        (_("Russia"), russian),
        (_("Nearby"), [(zone, zone) for zone in NEARBY_ZONES]),
        *sorted(by_part.items()),
    ]


def offset_of(zone: str, now: datetime) -> str:
    """UTC+3, or UTC+5:30"""
    minutes = int((now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


class SignInForm(AuthenticationForm):
    """Drops an Api-Key pasted as the user name: it is not tried, not counted as a failure, and not shown again."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if held_a_token(self.data.get("username", "")):
            self.data = {**self.data, "username": ""}


class PasswordForm(PasswordChangeForm):
    """The old password is checked as at sign-in, so that guesses are counted and stopped alike."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.error_messages = {
            "password_incorrect": _("This is not the old password."),
            "password_mismatch": _("The two new passwords differ."),
        }
        self.fields["new_password2"].help_text = ""  # the label says it

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class FirstAdministratorForm(BaseUserCreationForm):
    class Meta:
        model = get_user_model()
        fields = ["username"]


class NameForm(forms.ModelForm):
    """The name of a person, as colleagues and buyers read it."""

    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name"]
        labels = {"first_name": _("First name"), "last_name": _("Last name")}

    def save(self, commit: bool = True) -> Any:
        """Writes these two columns only: the password may have been changed meanwhile, in another tab."""
        if commit:
            self.instance.save(update_fields=self.Meta.fields)
        return self.instance


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = AgentSettings
        fields = ["language", "time_zone", "theme", "single_keys", "auto_refresh", "next_after_sending"]
        fields += ["sound", "notices", "quiet_from", "quiet_until"]
        labels = {
            "language": _("Language"),
            "time_zone": _("Time zone"),
            "theme": _("Colours"),
            "single_keys": _("Single-key shortcuts"),
            "auto_refresh": _("Refresh open chats automatically"),
            "next_after_sending": _("After sending, open the next chat"),
            "sound": _("Play a sound"),
            "notices": _("Show notices on the desktop"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        }

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        sent = super().clean() or {}
        for name, other in (("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")):
            if sent.get(other) is not None and sent.get(name, "") is None:
                self.add_error(name, _("Enter both times, or none."))
        return sent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quiet_from", "quiet_until"):
            self.fields[name].widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        languages = AgentSettings._meta.get_field("language").choices or ()
        cast("forms.ChoiceField", self.fields["language"]).choices = [("", _("The browser’s language")), *languages]
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            required=False,
            error_messages={"invalid_choice": _("There is no such time zone. Choose one from the list.")},
            choices=zone_choices(timezone.now()),
        )
