"""Targets for answers in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import Seller
from chats.presenters.formats.text import clean


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    business_id: int
    name: str
    within: str
    hours: str


def target_row(seller: Seller) -> TargetRow:
    within = ngettext("%(count)d minute", "%(count)d minutes", seller.answer_within) % {"count": seller.answer_within}
    return TargetRow(
        business_id=seller.business_id, name=clean(seller.name, 60), within=within, hours=hours_in_words(seller)
    )


def hours_in_words(seller: Seller) -> str:
    if seller.works_from == seller.works_until:
        return _("around the clock")
    hours = {"begin": f"{seller.works_from:%H:%M}", "end": f"{seller.works_until:%H:%M}"}
    return _("%(begin)s to %(end)s, Moscow time") % hours
