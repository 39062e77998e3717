"""A stand-in for Yandex Market's Partner API that speaks real HTTP on loopback, without Django.

`docs/sandbox.md` has the numbers to look up, the tokens and the faults. Imports run one way: content, protocol, faults,
world, notifications, operations, then the files beside this one.
"""

from .content.cabinets import SELLERS, numbered_seller
from .content.generated import Size
from .notifications.post import ShopAnswer
from .notifications.settings import NotificationSettings
from .sandbox import Sandbox
from .world.options import ListOrder, Paging, WorldOptions

__all__ = [
    "SELLERS",
    "ListOrder",
    "NotificationSettings",
    "Paging",
    "Sandbox",
    "ShopAnswer",
    "Size",
    "WorldOptions",
    "numbered_seller",
]
