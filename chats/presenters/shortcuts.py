"""The registry of keyboard shortcuts. The help sheet shows it, and the script reads it from the sheet, so that the two
cannot disagree.

`codes` are values of KeyboardEvent.code, which name a key by its position: on the Russian layout the key J types «о».
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """`action` is a name that shortcuts.js knows; empty for a key that another script, or the browser, handles."""

    shown: str
    label: Any
    codes: str = ""
    action: str = ""
    target: str = ""


EVERYWHERE: Final = (
    Shortcut(shown="/", codes="Slash", action="focus", target="#q", label=_("To the lookup field")),
    Shortcut(shown="Ctrl K", label=_("Whatever the page offers, by its first letters")),
    Shortcut(shown="?", codes="Shift+Slash", action="sheet", target="#keys", label=_("This list of shortcuts")),
    Shortcut(shown="Esc", label=_("Close")),
)
CHAT: Final = (
    Shortcut(shown="r", codes="KeyR", action="press", target="#reply-tab", label=_("Write a reply")),
    Shortcut(shown="w", codes="KeyW", action="press", target="#note-tab", label=_("Write a private note")),
    Shortcut(shown="Ctrl Enter", label=_("Send the reply")),
    Shortcut(shown="Ctrl Shift Enter", label=_("Send the reply, and on to the next chat")),
    Shortcut(shown="Esc", label=_("From the reply back to the list, or to the messages")),
    Shortcut(shown="/", label=_("In an empty line of the reply: prepared answers")),
    # No layout moves J, and no browser needs the key on a page.
    Shortcut(
        shown="Ctrl J",
        codes="Mod+KeyJ",
        action="press",
        target="#open-answers",
        label=_("Prepared answers, from anywhere"),
    ),
    Shortcut(shown="a", codes="KeyA", action="press", target="#holder", label=_("Take the chat, or give it back")),
    Shortcut(shown="h", codes="KeyH", action="press", target="#hand-over", label=_("Hand the chat over")),
    Shortcut(shown="e", codes="KeyE", action="press", target="#snooze", label=_("Snooze the chat")),
    Shortcut(shown="t", codes="KeyT", action="press", target="#tag", label=_("Tags of the chat")),
    Shortcut(shown="u", codes="KeyU", action="press", target="#refresh", label=_("Refresh now")),
    Shortcut(shown="c c", codes="KeyC KeyC", action="press", target="#copy-chat", label=_("Copy the chat number")),
    Shortcut(shown="c o", codes="KeyC KeyO", action="press", target="#copy-order", label=_("Copy the order number")),
    Shortcut(shown="c r", codes="KeyC KeyR", action="press", target="#copy-return", label=_("Copy the return number")),
    Shortcut(
        shown="c b", codes="KeyC KeyB", action="press", target="#copy-buyer", label=_("Copy the link to the buyer")
    ),
)
LISTS: Final = (
    Shortcut(
        shown="j", codes="KeyJ", action="desk:next-row", target=".list .row", label=_("Next row; the chat follows")
    ),
    Shortcut(
        shown="k",
        codes="KeyK",
        action="desk:previous-row",
        target=".list .row",
        label=_("Row before it; the chat follows"),
    ),
    Shortcut(
        shown="n", codes="KeyN", action="press", target="[data-next]", label=_("Take the chat on top of the queue")
    ),
    Shortcut(
        shown="x",
        codes="KeyX",
        action="desk:pick",
        target="[data-pick]",
        label=_("Select the chat, for several at once"),
    ),
    Shortcut(
        shown="Shift X",
        codes="Shift+KeyX",
        action="desk:pick-range",
        target="#inbox-rows",
        label=_("Select all from the one selected last to this"),
    ),
    Shortcut(shown="g i", codes="KeyG KeyI", action="press", target="[data-view=waiting]", label=_("Chats that wait")),
    Shortcut(shown="g m", codes="KeyG KeyM", action="press", target="[data-view=mine]", label=_("My chats")),
    Shortcut(shown="f", codes="KeyF", action="press", target="[data-filter]", label=_("Filter the list")),
    Shortcut(shown="↓ ↑", label=_("From the field into the list, and through it")),
    Shortcut(shown="Enter", label=_("Open the chat and write in it")),
    Shortcut(shown="Delete", label=_("Forget a recent chat")),
    Shortcut(shown="1 – 9", label=_("Open the chat with this number among several")),
)
GROUPS: Final = ((_("Everywhere"), EVERYWHERE), (_("Chat"), CHAT), (_("Lists"), LISTS))
