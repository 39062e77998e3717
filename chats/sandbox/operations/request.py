"""An authorized call: its key and cabinet, and the world that it reads or changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..content.cabinets import ApiKey, SandboxSeller
from ..protocol.call import Call
from ..world.world import World


@dataclass(frozen=True, kw_only=True)
class Request:
    call: Call
    key: ApiKey
    cabinet: SandboxSeller
    world: World
    now: datetime
    path_ids: Mapping[str, str]  # as written in the path, by parameter name

    @property
    def business_id(self) -> int:
        return self.cabinet.business_id
