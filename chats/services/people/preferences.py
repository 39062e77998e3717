"""An agent's preferences: language, time zone, theme and the like."""

from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
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


def set_sound(agent: User, *, on: bool) -> None:
    """Whether a sound tells this agent of chats that begin to wait."""
    chosen, _ = AgentSettings.objects.update_or_create(agent=agent, defaults={"sound": on})
    agent.desk_settings = chosen


def is_quiet(chosen: AgentSettings, local: time) -> bool:
    """Whether a time of day, in the agent's zone, lies within the quiet hours. Those that end before they begin run
    past midnight; the same time twice means the whole day."""
    begin, end = chosen.quiet_from, chosen.quiet_until
    if begin is None or end is None:
        return False
    return begin <= local < end if begin < end else local >= begin or local < end


def is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
