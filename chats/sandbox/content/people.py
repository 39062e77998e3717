"""Buyers with realistic names, and some whose names try to break a page. A chat without a customer has None instead."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, kw_only=True)
class Buyer:
    name: str | None = None
    public_id: str | None = None


@lru_cache(maxsize=4096)
def buyer_named(name: str) -> Buyer:
    """A buyer whose public ID is opaque, and the same at every start."""
    digest = hashlib.sha256(name.encode()).digest()
    return Buyer(name=name, public_id=base64.b32encode(digest).decode().lower()[:26])


IVAN = buyer_named("Иван П.")
MARIA = buyer_named("Мария Соколова")
OLGA = buyer_named("Ольга К.")
ALEXEY = buyer_named("Алексей Викторович")
NATALIA = buyer_named("Наталья Мирошниченко")
DMITRY = buyer_named("Дмитрий")
EKATERINA = buyer_named("Екатерина Л.")
SERGEY = buyer_named("Сергей Ё.")
TATIANA = buyer_named("Татьяна Белых-Заречная")
PAVEL = buyer_named("Павел Ж.")
ELENA = buyer_named("Елена Прекрасная")
GRIGORY = buyer_named("Григорий Щ.")
ANNA = buyer_named("анна 1987")
ARTEM = buyer_named("ARTEM_77")
CHINESE = buyer_named("王小明")
UZBEK = buyer_named("Gʻayrat Oʻrinov")
UZBEK_CYRILLIC = buyer_named("Дилноза Қодирова")
ARABIC = buyer_named("محمد العربي")
HEBREW = buyer_named("נועה לוי")
EMOJI = buyer_named("Катюша 🌸👩‍👩‍👧‍👦🇷🇺")
ONE_LETTER = buyer_named("Я")

NO_PUBLIC_ID = Buyer(name="Виктория Н.")
NO_NAME = Buyer(public_id="n0namebutaprofile7q2w4e6r8")
NOTHING_KNOWN = Buyer()
ODD_PUBLIC_ID = Buyer(name="Фёдор Особый", public_id="a/b?c=d й")
PATH_PUBLIC_ID = Buyer(name="Захар Путейкин", public_id="../../admin#%2e")

LONG_NAME = buyer_named("Абдурахмангаджи-Константинопольский " * 6 + "Младший")
UNBROKEN_NAME = buyer_named("Щ" * 240)
SCRIPT = buyer_named("<script>alert('buyer')</script>")
IMAGE = buyer_named('"><img src=x onerror=alert(1)>')
TEMPLATE = buyer_named("{{7*7}}{% debug %}")
HTMX = buyer_named('<b hx-get="/admin/" hx-trigger="load" hx-on:click="alert(1)">Глеб</b>')
BIDI = buyer_named("Олег \u202eгро.еинетжолирп\u202c \u200bМ.")
