"""Access to chats: every view whose address names a chat is wrapped in one of these decorators, which says what the
view lets one do, and gets the chat in place of the two IDs. A chat that the agent may not see is the same 404 as one
that does not exist; what they may not do there is a 403. Pages about no chat have a decorator too."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from chats.models import Chat, Seller
from chats.services import people
from chats.services.people import Action
from chats.views.request import AgentRequest

View = Callable[[AgentRequest, Chat], HttpResponse]
RoutedView = Callable[[AgentRequest, int, int], HttpResponse]
Routed = TypeVar("Routed", bound=Callable[..., HttpResponse])
# Called when the agent may see the seller but the desk does not know the chat. Returns the chat, or a response.
OnUnknownChat = Callable[[AgentRequest, Seller, int], Chat | HttpResponse]


def allowed(action: Action) -> Callable[[Routed], Routed]:
    """For pages that are about no chat: 403 for whoever may do this for none of their sellers."""

    def decorate(view: Routed) -> Routed:
        @wraps(view)
        def wrapper(request: AgentRequest, *ids: object, **named_ids: object) -> HttpResponse:
            if not people.may(request.user, action):
                raise PermissionDenied
            return view(request, *ids, **named_ids)

        return cast(Routed, wrapper)

    return decorate


def admit(request: AgentRequest, chat: Chat, action: Action, *, pulse: bool) -> None:
    """Called once before each view of a chat; raises PermissionDenied for whoever may not do `action` there. A record
    of reads belongs here, too, so that it holds for all views. Who is at a chat is noted by its pulse.

    A GET is a reading, unless it is a `pulse`, which an open page sends by itself every few seconds. A pulse has been
    let in by the query that found its chat, and asks for no more.
    """
    if not pulse and not people.may(request.user, action, chat.seller):
        raise PermissionDenied


def with_chat(action: Action) -> Callable[[View], RoutedView]:
    """Passes the chat, with its seller and its history row loaded, to whoever may do this. 404 if the desk does not
    know the chat."""
    return with_chat_or(no_such_chat, action)


def with_chat_or(on_unknown: OnUnknownChat, action: Action) -> Callable[[View], RoutedView]:
    """Like `with_chat`, but calls `on_unknown` in place of a 404."""

    def decorate(view: View) -> RoutedView:
        @wraps(view)
        def wrapper(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
            found: Chat | HttpResponse | None = people.chat_for(request.user, business_id, chat_id)
            found = found or unknown_chat(request, business_id, chat_id, on_unknown)
            return call_view(request, found, view, action, pulse=False)

        return wrapper

    return decorate


def with_pulse(view: View) -> RoutedView:
    """For the pulse, which every open page sends every few seconds: one query, and only the columns that it needs."""

    @wraps(view)
    def wrapper(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
        found = people.chat_for_pulse(request.user, business_id, chat_id)
        if found is None:
            raise Http404
        return call_view(request, found, view, Action.READ, pulse=True)

    return wrapper


def call_view(
    request: AgentRequest, found: Chat | HttpResponse, view: View, action: Action, *, pulse: bool
) -> HttpResponse:
    if isinstance(found, HttpResponse):
        return found
    admit(request, found, action, pulse=pulse)
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
