"""The control interface, for tests in another process and for playing with the demo: JSON under /_sandbox/, to loopback
only. A POST is named after a method of `Sandbox` and carries its arguments."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .content.chats import Chat
from .operations.market_call import RecordedCall
from .protocol import answers
from .protocol.answers import Answer, Refusal
from .protocol.call import CONTROL_PREFIX, TRAP_PATH, Call, json_object
from .world.conversations import Message


@dataclass(frozen=True, kw_only=True)
class ControlCall:
    """One call of the control interface. It needs no key, uses no quota and is not recorded."""

    call: Call
    commands: Mapping[str, Callable[..., object]]
    recorded: list[RecordedCall]
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
        name = self.call.path.removeprefix(CONTROL_PREFIX)
        if (self.call.method, name) == ("GET", "calls"):
            return answers.ok([recorded_json(call) for call in self.recorded])
        if self.call.method != "POST" or name not in self.commands:
            raise answers.refusal(404, "Resource not found")
        # JSON only: a page in a browser cannot send that here without a preflight request.
        return answers.ok(as_json(self.commands[name](**json_object(self.call))))


def as_json(result: object) -> object:
    if isinstance(result, list):
        return [message.as_json() for message in result]
    if isinstance(result, Chat):
        return {"chatId": result.chat_id}
    return result.as_json() if isinstance(result, Message) else {}


def recorded_json(recorded: RecordedCall) -> dict[str, Any]:
    return {**vars(recorded), "at": recorded.at.isoformat(), "body": recorded.body.decode(errors="replace")}
