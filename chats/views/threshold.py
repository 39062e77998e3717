"""The one threshold to a chat: every view whose address names a chat is wrapped in one of these, and gets the chat
itself in place of the two ids. Someone else's chat is the same 404 as no chat."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import Http404, HttpResponse

from chats.models import Chat, Seller
from chats.services import lookup, people
from chats.views.request import AgentRequest

View = Callable[[AgentRequest, Chat], HttpResponse]
PageView = Callable[[AgentRequest, Chat, Sequence[Chat] | None], HttpResponse]
Routed = Callable[[AgentRequest, int, int], HttpResponse]
# For a chat that the desk does not know at a seller that the agent may see: gives it, or what to answer instead.
Unknown = Callable[[AgentRequest, Seller, int], Chat | HttpResponse]


def admit(request: AgentRequest, chat: Chat) -> None:
    """Called with each chat just before its view is. Who may see the seller is decided by then; what else depends on
    person and chat is asked here, once for all views: roles, the record of who read what, who is present in a chat.
    A pulse is no reading: `request` tells one by what it asks for."""


def with_chat(view: View) -> Routed:
    """The chat with its seller and how far it has been read."""
    return with_chat_or(no_such_chat)(view)


def with_chat_or(unknown: Unknown) -> Callable[[View], Routed]:
    """The same, with another answer than 404 for a chat that the desk does not know yet."""

    def decorate(view: View) -> Routed:
        @wraps(view)
        def come(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
            found = people.chat_for(request.user, business_id, chat_id)
            return enter(request, found or sought(request, business_id, chat_id, unknown), view)

        return come

    return decorate


def with_chat_and_recents(unknown: Unknown) -> Callable[[PageView], Routed]:
    """For a page that shows the agent's recent chats too: what an agent opens is nearly always among them, and costs no
    query of its own. The view gets None for them when the chat has just become one."""

    def decorate(view: PageView) -> Routed:
        @wraps(view)
        def come(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
            recents: Sequence[Chat] | None = lookup.recent_chats(request.user)
            found: Chat | HttpResponse | None = one_of(recents or (), business_id, chat_id)
            found = found or people.chat_for(request.user, business_id, chat_id)
            if found is None:
                found, recents = sought(request, business_id, chat_id, unknown), None
            return enter(request, found, lambda request, chat: view(request, chat, recents))

        return come

    return decorate


def with_pulse(view: View) -> Routed:
    """For what every open page asks every few seconds: one query, and of the chat no more than its state."""

    @wraps(view)
    def come(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
        found = people.pulse_for(request.user, business_id, chat_id)
        if found is None:
            raise Http404
        return enter(request, found, view)

    return come


def enter(request: AgentRequest, found: Chat | HttpResponse, view: View) -> HttpResponse:
    if isinstance(found, HttpResponse):
        return found
    admit(request, found)
    try:
        return view(request, found)
    except Chat.DoesNotExist:
        # Taken from the agent, or from the desk, while the view was at work.
        raise Http404 from None


def one_of(chats: Sequence[Chat], business_id: int, chat_id: int) -> Chat | None:
    return next((one for one in chats if (one.seller.business_id, one.chat_id) == (business_id, chat_id)), None)


def sought(request: AgentRequest, business_id: int, chat_id: int, unknown: Unknown) -> Chat | HttpResponse:
    seller = people.seller_for(request.user, business_id)
    if seller is None:
        raise Http404
    return unknown(request, seller, chat_id)


def no_such_chat(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    raise Http404
