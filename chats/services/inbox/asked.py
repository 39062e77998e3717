"""What an address of the inbox asks for: a view and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from chats.market.ids import market_id
from chats.market.types import ContextType
from chats.services.inbox.views import VIEWS, WAITING, View

CONTEXTS = (ContextType.ORDER, ContextType.RETURN, ContextType.DIRECT)
FILTERS = ("seller", "store", "context", "tag", "mine", "unread")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A view by its name, and the filters: `seller` is a business ID, `store` a campaign ID, `context` a code of
    Market's, `tag` a tag's key; `mine` means the agent's own, `unread` what they have not read."""

    view: str = WAITING
    seller: int | None = None
    store: int | None = None
    context: str = ""
    tag: int | None = None
    mine: bool = False
    unread: bool = False

    @classmethod
    def sent(cls, fields: Mapping[str, str], *, view: str = "view") -> Self:
        """Reads an address. What names nothing that there is counts as not asked for. `view` is the parameter that
        names the view."""
        name, context = fields.get(view, WAITING), fields.get("context", "")
        return cls(
            view=name if name in VIEWS else WAITING,
            seller=market_id(fields.get("seller")),
            store=market_id(fields.get("store")),
            context=context if context in CONTEXTS else "",
            tag=market_id(fields.get("tag")),
            mine=fields.get("mine") == "1",
            unread=fields.get("unread") == "1",
        )

    @property
    def of(self) -> View:
        return VIEWS[self.view]

    @property
    def is_filtered(self) -> bool:
        return self != Asked(view=self.view)

    def without(self, *names: str) -> "Asked":
        """The same without these filters."""
        none = Asked()
        return replace(self, **{name: getattr(none, name) for name in names})

    def query(self, *, view: str = "view") -> str:
        """The address's query string, which `sent` reads. The usual view without filters has none, unless it is named
        by another parameter than `view`, which then says that there is a list at all."""
        fields: dict[str, object] = {view: self.view} if view != "view" or self.view != WAITING else {}
        fields |= {name: getattr(self, name) for name in FILTERS if getattr(self, name)}
        return urlencode({name: int(value) if isinstance(value, bool) else value for name, value in fields.items()})
