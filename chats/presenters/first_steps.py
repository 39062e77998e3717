"""The first steps of an administrator, each with how far it is and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import NotificationAddress, Seller
from chats.presenters import sellers as words
from chats.presenters.formats import times
from chats.presenters.formats.text import clean
from chats.presenters.holder import full_name
from chats.presenters.mirror import progress_text
from chats.services.first_steps import FirstSteps
from chats.services.sellers import OK

WITHOUT_WHICH_NOBODY_WORKS: Final = {"seller", "people"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """`state` says how far it is; `href` leads to where it is done, and `link` says what is done there."""

    name: str
    title: str
    state: str
    done: bool
    href: str
    link: str


@dataclass(frozen=True, kw_only=True)
class StepsView:
    """`is_open`: something is still to be done without which nobody can work here."""

    steps: Sequence[Step]
    summary: str
    is_open: bool


def steps_view(known: FirstSteps, *, now: datetime) -> StepsView | None:
    """None once all is done: nobody has to read of it any more."""
    steps = [
        seller_step(known),
        people_step(known),
        notifications_step(known, now=now),
        reading_step(known, now=now),
        backups_step(known, now=now),
    ]
    done = sum(step.done for step in steps)
    if done == len(steps):
        return None
    return StepsView(
        steps=steps,
        summary=_("%(done)s of %(all)s done") % {"done": done, "all": len(steps)},
        is_open=any(not step.done and step.name in WITHOUT_WHICH_NOBODY_WORKS for step in steps),
    )


def seller_step(known: FirstSteps) -> Step:
    title, checked = _("Add a seller"), [seller for seller in known.sellers if seller.check_kind == OK]
    add, listed = reverse("admin:chats_seller_add"), reverse("admin:chats_seller_changelist")
    if not known.sellers:
        state, href, link = _("None yet. All it takes is an Api-Key token from Market’s cabinet."), add, title
    elif not checked:
        said = {"name": short_name(known.sellers[0]), "state": words.short(known.sellers[0].check_kind)}
        state, href, link = _("%(name)s: %(state)s") % said, listed, _("To the sellers")
    else:
        counted = ngettext("%(count)s token is checked", "%(count)s tokens are checked", len(checked))
        state, href, link = counted % {"count": len(checked)}, listed, _("To the sellers")
    return Step(name="seller", title=title, state=state, done=bool(checked), href=href, link=link)


def people_step(known: FirstSteps) -> Step:
    href, link = reverse("people"), _("To the people")
    if not known.sellers:
        state = _("After the seller: then you can say who sees it.")
    elif not known.has_people:
        state, href, link = _("Nobody sees a seller but administrators."), reverse("new-person"), _("Add a person")
    elif known.unseen:
        state = _("%(seller)s: nobody sees it but administrators.") % {"seller": short_name(known.unseen[0])}
    else:
        state = _("Every seller is seen by somebody.")
    done = bool(known.sellers and not known.unseen)
    return Step(name="people", title=_("Let people see it"), state=state, done=done, href=href, link=link)


def notifications_step(known: FirstSteps, *, now: datetime) -> Step:
    silent = [seller for seller in known.sellers if not (pinged := address_of(seller)) or not pinged.pinged_at]
    href, link = reverse("admin:chats_seller_changelist"), _("To the sellers")
    if not known.sellers:
        state = _("After the seller: each has an address of its own.")
    elif silent:
        said = {"seller": short_name(silent[0])}
        state = _("%(seller)s: Market has not checked the address yet. Until it does, the desk asks by itself.") % said
        href = reverse("admin:chats_seller_change", args=[silent[0].pk]) + "#notifications"
        link = _("How to switch them on")
    else:
        last = max(address.pinged_at for one in known.sellers if (address := address_of(one)) and address.pinged_at)
        state = _("Market checked the address at %(time)s.") % {"time": times.clock(last, now=now)}
    done = bool(known.sellers and not silent)
    title = _("Have Market announce what is new")
    return Step(name="notifications", title=title, state=state, done=done, href=href, link=link)


def reading_step(known: FirstSteps, *, now: datetime) -> Step:
    unread = [seller for seller in known.sellers if not known.progress[seller.pk].complete]
    href, link = reverse("admin:chats_worker_changelist"), _("To the work in the background")
    if not known.sellers:
        state = _("After the seller: the desk does that by itself.")
    elif unread:
        said = {"name": short_name(unread[0]), "state": progress_text(known.progress[unread[0].pk], now=now)}
        state = _("%(name)s: %(state)s") % said
    else:
        state = _("All chats have been read once, and are kept fresh.")
    done = bool(known.sellers and not unread)
    title = _("Have all chats read once")
    return Step(name="reading", title=title, state=state, done=done, href=href, link=link)


def backups_step(known: FirstSteps, *, now: datetime) -> Step:
    """The desk cannot see backups, so it believes an administrator. The step has a button in place of a link."""
    state = _("The desk cannot see whether the database is copied. docs/operating.md says how, under “Backup”.")
    if known.backups:
        said = {"person": full_name(known.backups.user), "time": times.exact(known.backups.action_time)}
        state = _("%(person)s said on %(time)s that they are made.") % said
    title = _("Make backups")
    return Step(name="backups", title=title, state=state, done=known.backups is not None, href="", link="")


def short_name(seller: Seller) -> str:
    return clean(seller.name, 60)


def address_of(seller: Seller) -> NotificationAddress | None:
    return getattr(seller, "notification_address", None)
