"""A call that has passed the door: whose it is, and the world it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..content.cabinets import ApiKey, SandboxSeller
from ..protocol.call import Call
from ..world.world import World


@dataclass(frozen=True, kw_only=True)
class Visit:
    call: Call
    key: ApiKey
    cabinet: SandboxSeller
    world: World
    now: datetime
    place: Mapping[str, str]  # the ids in the path, as they were written
