"""What administrators read about a seller's token, the check of it, and the seller's stores."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Quota
from chats.presenters import problems
from chats.presenters.formats import times
from chats.presenters.formats.numbers import amount
from chats.services.sellers import OK, TokenCheck
from chats.services.sellers import findings as lacking_of
from chats.validators import NO_TOKEN_HERE

BAD_TOKEN: Final[Mapping[str, Any]] = {
    "empty": gettext_lazy("Paste the token."),
    "prefix": gettext_lazy("Paste the token alone, without “Bearer” or “Api-Key:” in front of it."),
    "too_long": gettext_lazy("This is longer than any token. Paste the token alone."),
    "characters": gettext_lazy(
        "A token is one unbroken line of Latin letters, digits and signs. This has spaces, line breaks or other "
        "letters in it: copy it once more."
    ),
}
# Shown at the field of the token, or of the business ID where that is wrong.
HOPELESS: Final[Mapping[str, Any]] = {
    "dead_key": gettext_lazy(
        "Market does not accept this token: it was deleted, or copied with a mistake. A new one is made in Market’s "
        "cabinet, under Settings, API and modules."
    ),
    "no_business": gettext_lazy(
        "Market shows no store to this token, so it has no chats and names no business. Make the token in the cabinet "
        "that has the stores."
    ),
    "other_business": gettext_lazy("This token belongs to another business: its business ID is %(business_id)s."),
    "campaign_id": gettext_lazy("That is the store’s campaign ID; the business ID is %(business_id)s."),
}
SHORT: Final[Mapping[str, Any]] = {
    "no_business": gettext_lazy("token sees no store"),
    "other_business": gettext_lazy("token of another business"),
    "campaign_id": gettext_lazy("a campaign ID instead of the business ID"),
}
NOT_REGISTERED: Final[Mapping[str, Any]] = {
    "name_missing": gettext_lazy("Give the seller a name."),
    "business_missing": gettext_lazy("Give the business ID: Market was not asked for it."),
    "name_is_token": NO_TOKEN_HERE,
    "taken": gettext_lazy("The desk already has a seller with the business ID %(business_id)s."),
    "invalid": gettext_lazy("The name or the business ID cannot be saved."),
}
FINDINGS: Final[Mapping[str, Any]] = {
    "no_communication": gettext_lazy(
        "The token may not read chats. Give it the permission “communication” in Market’s cabinet; that works within "
        "ten minutes."
    ),
    "read_only": gettext_lazy(
        "The token only reads: chats can be seen but not answered. For replies it needs the permission “communication”."
    ),
    "no_order_access": gettext_lazy(
        "The token sees no orders and returns: chats show their numbers only. The permission "
        "“inventory-and-order-processing:read-only” is enough."
    ),
}
SHORT_FINDINGS: Final[Mapping[str, Any]] = {
    "no_communication": gettext_lazy("may not read chats"),
    "read_only": gettext_lazy("may not reply"),
    "no_order_access": gettext_lazy("sees no orders"),
}
UNUSUAL_TOKEN: Final = gettext_lazy(
    "The token does not look like those that Market makes (ACMA:…). It is kept; check it if Market refuses it."
)
PASTE_AGAIN: Final = gettext_lazy("Paste the token again: it is never sent back to the page.")

API: Final[Mapping[str, Any]] = {
    "AVAILABLE": gettext_lazy("on"),
    "DISABLED_BY_INACTIVITY": gettext_lazy("off: no goods on show for 90 days"),
    "DISABLED_BY_NO_ACTIVE_CONTRACT": gettext_lazy("off: no active contract with Market"),
    "MANUALLY_DISABLED": gettext_lazy("off: switched off in the cabinet"),
    "DISABLED_BY_NO_PLACEMENT_TYPE": gettext_lazy("off: no placement programme"),
}


def refusal(kind: str, business_id: int | None = None) -> str:
    """Why a token or a business ID cannot be saved. `business_id` is the one that the text names."""
    text = HOPELESS.get(kind) or NOT_REGISTERED.get(kind) or BAD_TOKEN.get(kind)
    if text is None:
        return _("Market could not be asked: %(reason)s.") % {"reason": problems.short(kind)}
    return str(text) % {"business_id": business_id}


def fill_in(kind: str) -> str:
    """For an empty field that Market's answer would have filled in."""
    return _("Market could not be asked (%(reason)s), so this is not filled in from the token. Fill it in.") % {
        "reason": problems.short(kind)
    }


def short(kind: str) -> str:
    """The outcome of a check in a few words, for a list. An empty `kind` means never checked."""
    return str(SHORT[kind]) if kind in SHORT else problems.short(kind)


def advice(kind: str) -> str:
    """What to do after a check that failed."""
    if kind in {"other_business", "campaign_id"}:
        return _("Business ID and token do not belong together. “Check now” in the list says which ID is right.")
    if kind in HOPELESS:
        return str(HOPELESS[kind])
    return _("Choose “Check now” in the list to try again.")


def unchecked(kind: str) -> str:
    """A warning: saved, but Market could not be asked whether the token works."""
    return _("Saved without a check: %(reason)s. Choose “Check now” in the list later.") % {
        "reason": problems.short(kind)
    }


def scopes_unknown(kind: str) -> str:
    return _("The token works, but Market did not say what it may do: %(reason)s.") % {"reason": problems.short(kind)}


def findings(kinds: Iterable[str]) -> list[str]:
    return [str(FINDINGS[kind]) for kind in kinds]


def short_findings(kinds: Iterable[str]) -> list[str]:
    return [str(SHORT_FINDINGS[kind]) for kind in kinds]


def calls_left(quota: Quota | None, *, now: datetime) -> str:
    """How many lookups Market still allows this hour, according to the desk's ledger."""
    if quota is None:
        return _("not asked yet")
    if quota.exhausted_until and quota.exhausted_until > now:
        until = {"until": times.until(quota.exhausted_until, now=now)}
        if quota.exhausted_kind == "unknown_limit":
            return _("none until %(until)s: Market names no limit") % until
        return _("none until %(until)s") % until
    # After `renews_at` Market starts a new hour with the next call.
    left = quota.remaining if quota.renews_at > now else quota.allowance
    return _("%(left)s of %(allowance)s") % {"left": amount(left), "allowance": amount(quota.allowance)}


def store_heads() -> tuple[str, ...]:
    return _("Store"), _("Campaign ID"), _("Placement"), _("API")


class HasApi(Protocol):
    """A store, either as Market sent it or as the desk stores it."""

    @property
    def api_availability(self) -> str | None: ...


def is_off(store: HasApi) -> bool:
    return store.api_availability not in (None, "", "AVAILABLE")


def api(store: HasApi) -> str:
    """Whether a store's API is on. A code that the desk does not know is shown unchanged."""
    code = store.api_availability
    return str(API.get(code, code)) if code else "—"


def stores_off(stores: Iterable[tuple[str, HasApi]]) -> str:
    """Each with why: only some of it is Market's doing."""
    named = "; ".join(f"{name} ({api(store)})" for name, store in stores)
    return _("The API is not on for: %(stores)s.") % {"stores": named}


def warnings_of(checked: TokenCheck, kind: str) -> list[str]:
    """What is wrong with a token that was saved after this check, whose outcome is `kind`."""
    if kind != OK:
        return [unchecked(kind)]
    off = [(store.name or str(store.campaign_id), store) for store in checked.campaigns if is_off(store)]
    return [
        *findings(lacking_of(checked.scopes)),
        *([scopes_unknown(checked.scopes_problem.kind)] if checked.scopes_problem else []),
        *([stores_off(off)] if off else []),
    ]
