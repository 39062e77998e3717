"""A stand-in for Yandex Market's Partner API that speaks real HTTP on loopback. No Django; `docs/sandbox.md` has the
numbers to paste, the tokens and the faults."""

from .content.cabinets import SELLERS
from .sandbox import Sandbox

__all__ = ["SELLERS", "Sandbox"]
