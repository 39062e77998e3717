"""The other door, for tests in another process and for whoever plays with the demo: JSON under /_sandbox/, to
loopback only. A POST carries the arguments of the method of `Sandbox` that it is named after."""

import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .content.chats import Chat
from .protocol import answers
from .protocol.answers import Answer, Refusal
from .protocol.call import Call, json_object
from .world.conversations import Message

if TYPE_CHECKING:
    from .operations.exchange import Recorded
    from .sandbox import Sandbox

PREFIX = "/_sandbox/"
TRAP = "/_sandbox/trap"


class Errand:
    """An exchange that Market knows nothing of."""

    def __init__(self, sandbox: "Sandbox", call: Call) -> None:
        self._sandbox = sandbox
        self._call = call

    def answer(self) -> Answer:
        try:
            return self._done()
        except Refusal as refusal:
            return refusal.answer
        except (KeyError, TypeError, ValueError) as error:
            return answers.error(400, str(error))

    def done(self) -> None:
        """Takes none of the four places."""

    def interrupted(self, seconds: float) -> bool:
        return False

    def _done(self) -> Answer:
        if self._call.path == TRAP:
            self._sandbox.trapped.append(self._call)
            return answers.ok({"trapped": len(self._sandbox.trapped)})
        if not ipaddress.ip_address(self._call.peer).is_loopback:
            raise answers.refuse(403, "Access denied")
        return self._obeyed(self._call.path.removeprefix(PREFIX))

    def _obeyed(self, name: str) -> Answer:
        if (self._call.method, name) == ("GET", "calls"):
            return answers.ok([_readable(call) for call in self._sandbox.calls])
        orders: dict[str, Callable[..., Any]] = {
            "set-chat": self._sandbox.set_chat,
            "add-chat": self._sandbox.add_chat,
            "say": self._sandbox.say,
            "messages": self._sandbox.messages,
            "set-messages": self._sandbox.set_messages,
            "set-history": self._sandbox.set_history,
            "set-order": self._sandbox.set_order,
            "set-return": self._sandbox.set_return,
            "fail": self._sandbox.fail,
            "clear": self._sandbox.clear,
            "set-quota": self._sandbox.set_quota,
            "reset": self._sandbox.reset,
        }
        if self._call.method != "POST" or name not in orders:
            raise answers.refuse(404, "Resource not found")
        # JSON only: a page in a browser cannot send that here without asking first.
        done = orders[name](**json_object(self._call))
        return answers.ok(_result(done))


def _result(done: object) -> object:
    if isinstance(done, list):
        return [one.sent() for one in done]
    if isinstance(done, Chat):
        return {"chatId": done.chat_id}
    return done.sent() if isinstance(done, Message) else {}


def _readable(recorded: "Recorded") -> dict[str, Any]:
    return {**vars(recorded), "at": recorded.at.isoformat(), "body": recorded.body.decode(errors="replace")}
