"""Time as the desk reckons with it: every time is taken from the machine's clock, which may be set back."""

from datetime import datetime, timedelta

# `now` is taken when a request starts, so concurrent requests may disagree by up to this much.
APART = timedelta(minutes=1)


def is_ahead(moment: datetime, most: timedelta, *, now: datetime) -> bool:
    """Whether a moment is still to come. One that lies further ahead than `most`, the furthest it is ever put, was put
    there by a clock that has been set back since, and holds up nothing."""
    return now < moment <= now + most + APART
