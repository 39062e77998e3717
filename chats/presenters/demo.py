"""The demo's card on the home page: what there is to try."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

TRIALS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "order": (gettext_lazy("An order"), gettext_lazy("its number leads to its chat")),
    "return": (gettext_lazy("A return"), gettext_lazy("the clock for the decision runs")),
    "dispute": (gettext_lazy("A dispute"), gettext_lazy("an arbiter writes in it, too")),
    "pictures": (gettext_lazy("Pictures"), gettext_lazy("the buyer shows what is broken")),
    "question": (gettext_lazy("A question"), gettext_lazy("asked without an order")),
    "long": (gettext_lazy("A thousand messages"), gettext_lazy("scroll up and go on")),
    "markup": (gettext_lazy("A hostile name"), gettext_lazy("markup that stays text")),
    "broken": (gettext_lazy("Market is down"), gettext_lazy("what the desk says then")),
}


@dataclass(frozen=True, kw_only=True)
class Trial:
    title: str
    note: str
    address: str


def trials(numbers: Mapping[str, int]) -> tuple[Trial, ...]:
    """`numbers` to look up, by the names in TRIALS."""
    return tuple(
        Trial(title=str(title), note=str(note), address=f"{reverse('lookup')}?{urlencode({'q': numbers[name]})}")
        for name, (title, note) in TRIALS.items()
        if name in numbers
    )
