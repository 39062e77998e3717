"""An agent's preferences: language, time zone, theme and the like."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ObjectDoesNotExist

from chats.models import AgentSettings


def preferences_of(agent: AbstractBaseUser | AnonymousUser | None) -> AgentSettings:
    """The agent's saved settings, or unsaved defaults for someone who has none or has not signed in. A time zone that
    this machine does not know counts as not chosen."""
    try:
        chosen: AgentSettings = agent.desk_settings  # type: ignore[union-attr]
    except (AttributeError, ObjectDoesNotExist):
        return AgentSettings()
    if not is_zone(chosen.time_zone):
        chosen.time_zone = ""
    return chosen


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
