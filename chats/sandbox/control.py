"""The control interface, for tests in another process and for playing with the demo: JSON under /_sandbox/, to loopback
only. A POST is named after a method of `Sandbox` and carries its arguments; a GET is named after what it tells."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from .content.chats import Chat
from .content.pictures import picture
from .protocol import answers
from .protocol.answers import Answer, Refusal
from .protocol.call import CONTROL_PREFIX, FILES_PATH, TRAP_PATH, Call, json_object


@dataclass(frozen=True, kw_only=True)
class ControlCall:
    """One call of the control interface. It needs no key, uses no quota and is not recorded."""

    call: Call
    commands: Mapping[str, Callable[..., object]]
    readings: Mapping[str, Callable[[], object]]
    trapped: list[Call]

    def answer(self) -> Answer:
        try:
            return self._answer()
        except Refusal as refusal:
            return refusal.answer
        except (KeyError, TypeError, ValueError) as error:
            return answers.error(400, str(error))

    def release(self) -> None:
        """Nothing to free: a control call holds no quota."""

    def interrupted(self, seconds: float) -> bool:
        return False

    def _answer(self) -> Answer:
        if self.call.path == TRAP_PATH:
            self.trapped.append(self.call)
            return answers.ok({"trapped": len(self.trapped)})
        if not ipaddress.ip_address(self.call.peer).is_loopback:
            raise answers.refusal(403, "Access denied")
        if self.call.method == "GET" and self.call.path.startswith(f"{FILES_PATH}/"):
            return Answer(body=picture(self.call.path), headers={"Content-Type": "image/png"})
        name = self.call.path.removeprefix(CONTROL_PREFIX)
        if self.call.method == "GET" and name in self.readings:
            return answers.ok(as_json(self.readings[name]()))
        if self.call.method != "POST" or name not in self.commands:
            raise answers.refusal(404, "Resource not found")
        # JSON only: a page in a browser cannot send that here without a preflight request.
        return answers.ok(as_json(self.commands[name](**json_object(self.call))))


@runtime_checkable
class Shown(Protocol):
    def as_json(self) -> dict[str, Any]: ...


def as_json(result: object) -> object:
    """What a method of `Sandbox` returned."""
    if isinstance(result, Chat):
        return {"chatId": result.chat_id}
    if isinstance(result, list):
        return [as_json(one) for one in result]
    if isinstance(result, dict):
        return {str(name): as_json(one) for name, one in result.items()}
    return result.as_json() if isinstance(result, Shown) else result if isinstance(result, int | str) else {}
