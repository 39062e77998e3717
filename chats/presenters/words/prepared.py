"""The words of prepared answers: the languages of their texts, in few letters, each in itself."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import pgettext_lazy

SHORT: Final[Mapping[str, Any]] = {
    "ru": "RU",
    "en": "EN",
    "zh": "中文",
    "": pgettext_lazy("the text of a prepared answer in no language of its own", "other"),
}
