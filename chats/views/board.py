"""The lead's board: what waits and is overdue now, and who has how much."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chats.presenters.board import BoardView, board_view
from chats.services.board import board_of
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import allowed

BOARD = "board"


@require_GET
@allowed(Action.SEE_BOARD)
def page(request: AgentRequest) -> HttpResponse:
    """The page; or the board alone, if it is not as an open page shows it."""
    shown = view_for(request)
    if not asks_for(request, BOARD):
        return render(request, "chats/board/board.html", {"board": shown})
    if request.GET.get("known") == shown.digest:
        return HttpResponse(status=204)
    return render(request, f"chats/board/board.html#{BOARD}", {"board": shown})


def view_for(request: AgentRequest) -> BoardView:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return board_view(board_of(request.user, now=now, midnight=midnight), request.user, now=now)
