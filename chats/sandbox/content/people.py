"""Buyers as they really look, and some who were sent to break the page. `None` stands for a chat without a customer."""

import base64
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Buyer:
    name: str | None = None
    public_id: str | None = None


def _buyer(name: str) -> Buyer:
    """A buyer with an opaque public ID, the same at every start."""
    digest = hashlib.sha256(name.encode()).digest()
    return Buyer(name=name, public_id=base64.b32encode(digest).decode().lower()[:26])


IVAN = _buyer("Иван П.")
MARIA = _buyer("Мария Соколова")
OLGA = _buyer("Ольга К.")
ALEXEY = _buyer("Алексей Викторович")
NATALIA = _buyer("Наталья Мирошниченко")
DMITRY = _buyer("Дмитрий")
EKATERINA = _buyer("Екатерина Л.")
SERGEY = _buyer("Сергей Ё.")
TATIANA = _buyer("Татьяна Белых-Заречная")
PAVEL = _buyer("Павел Ж.")
ELENA = _buyer("Елена Прекрасная")
GRIGORY = _buyer("Григорий Щ.")
ANNA = _buyer("анна 1987")
ARTEM = _buyer("ARTEM_77")
CHINESE = _buyer("王小明")
UZBEK = _buyer("Gʻayrat Oʻrinov")
UZBEK_CYRILLIC = _buyer("Дилноза Қодирова")
ARABIC = _buyer("محمد العربي")
HEBREW = _buyer("נועה לוי")
EMOJI = _buyer("Катюша 🌸👩‍👩‍👧‍👦🇷🇺")
ONE_LETTER = _buyer("Я")

NO_PUBLIC_ID = Buyer(name="Виктория Н.")
NO_NAME = Buyer(public_id="n0namebutaprofile7q2w4e6r8")
NOTHING_KNOWN = Buyer()
ODD_PUBLIC_ID = Buyer(name="Фёдор Особый", public_id="a/b?c=d й")
PATH_PUBLIC_ID = Buyer(name="Захар Путейкин", public_id="../../admin#%2e")

LONG_NAME = _buyer("Абдурахмангаджи-Константинопольский " * 6 + "Младший")
UNBROKEN_NAME = _buyer("Щ" * 240)
SCRIPT = _buyer("<script>alert('buyer')</script>")
IMAGE = _buyer('"><img src=x onerror=alert(1)>')
TEMPLATE = _buyer("{{7*7}}{% debug %}")
HTMX = _buyer('<b hx-get="/admin/" hx-trigger="load" hx-on:click="alert(1)">Глеб</b>')
BIDI = _buyer("Олег \u202eгро.еинетжолирп\u202c \u200bМ.")
