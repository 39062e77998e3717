"""Access to chats: every view whose address names a chat is wrapped in one of these decorators, and gets the chat in
place of the two IDs. A chat that the agent may not see is the same 404 as one that does not exist. Pages for leads
have one too."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from chats.models import Chat, Seller
from chats.services import people
from chats.views.request import AgentRequest

View = Callable[[AgentRequest, Chat], HttpResponse]
RoutedView = Callable[[AgentRequest, int, int], HttpResponse]
# Called when the agent may see the seller but the desk does not know the chat. Returns the chat, or a response.
OnUnknownChat = Callable[[AgentRequest, Seller, int], Chat | HttpResponse]


def for_leads(view: Callable[[AgentRequest], HttpResponse]) -> Callable[[AgentRequest], HttpResponse]:
    """For pages that say how the desk itself fares: 403 for whoever is neither administrator nor lead."""

    @wraps(view)
    def wrapper(request: AgentRequest) -> HttpResponse:
        if not people.sees_ledger(request.user):
            raise PermissionDenied
        return view(request)

    return wrapper


def admit(request: AgentRequest, chat: Chat, *, pulse: bool) -> None:
    """Called once before each view of a chat; access to the seller has been checked by then. A record of reads or of
    presence belongs here, and the call that refuses an action, so that both hold for all views.

    A GET is a reading, unless it is a `pulse`, which an open page sends by itself every few seconds. A POST is an
    action. Who may see or do what is decided in services/people; this only calls it.
    """


def with_chat(view: View) -> RoutedView:
    """Passes the chat, with its seller and its history row loaded. 404 if the desk does not know the chat."""
    return with_chat_or(no_such_chat)(view)


def with_chat_or(on_unknown: OnUnknownChat) -> Callable[[View], RoutedView]:
    """Like `with_chat`, but calls `on_unknown` in place of a 404."""

    def decorate(view: View) -> RoutedView:
        @wraps(view)
        def wrapper(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
            found: Chat | HttpResponse | None = people.chat_for(request.user, business_id, chat_id)
            found = found or unknown_chat(request, business_id, chat_id, on_unknown)
            return call_view(request, found, view, pulse=False)

        return wrapper

    return decorate


def with_pulse(view: View) -> RoutedView:
    """For the pulse, which every open page sends every few seconds: one query, and only the columns that it needs."""

    @wraps(view)
    def wrapper(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
        found = people.chat_for_pulse(request.user, business_id, chat_id)
        if found is None:
            raise Http404
        return call_view(request, found, view, pulse=True)

    return wrapper


def call_view(request: AgentRequest, found: Chat | HttpResponse, view: View, *, pulse: bool) -> HttpResponse:
    if isinstance(found, HttpResponse):
        return found
    admit(request, found, pulse=pulse)
    try:
        return view(request, found)
    except Chat.DoesNotExist:
        # While the view was running, the chat was deleted or the agent lost access to it.
        raise Http404 from None


def unknown_chat(
    request: AgentRequest, business_id: int, chat_id: int, on_unknown: OnUnknownChat
) -> Chat | HttpResponse:
    seller = people.seller_for(request.user, business_id)
    if seller is None:
        raise Http404
    return on_unknown(request, seller, chat_id)


def no_such_chat(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    raise Http404
