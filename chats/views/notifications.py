"""Where Market sends notifications. No session, sign-in, language or form has a part in it (see `middleware`)."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chats.addresses import client_address, is_within
from chats.body import TooLarge, TooSlow, hang_up, small_body
from chats.market import notifications as market
from chats.market.errors import NotUnderstood
from chats.models import Seller
from chats.services import notifications

logger = logging.getLogger(__name__)

NAME, VERSION = "Market desk", "1"  # of the integration, as Market wants them
SECONDS = 0.8  # for the body: a PING is to be answered within one


@login_not_required
@csrf_exempt
@require_POST
def receive(request: HttpRequest, secret: str) -> HttpResponse:
    """200 once the event is stored, 400 for what is no event. After anything else Market sends it again, and nothing
    else before it, so 500 is only for what could not be stored. A wrong secret, source or business gets the same 404.

    https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/reference/sendNotification
    """
    now = timezone.now()
    try:
        if (seller := sender_of(request, secret)) is None:
            return refusal(request, 404, "Not found.")
        body = small_body(request, most=notifications.LARGEST_BODY, seconds=SECONDS)
        notifications.store(seller, body, now=now)
    except NotUnderstood as error:
        return malformed(error)
    except tuple(REFUSED) as error:
        return refusal(request, *REFUSED[type(error)])
    except (DatabaseError, InterfaceError) as error:
        return not_stored(request, error)
    return json(market.accepted(version=VERSION, name=NAME, now=now), 200)


# The words are the same for whatever is not here: a foreign business, a guessed secret, another network.
REFUSED = {
    notifications.OtherBusiness: (404, "Not found."),
    TooLarge: (413, "Too large."),
    TooSlow: (408, "Too slow."),
}


def sender_of(request: HttpRequest, secret: str) -> Seller | None:
    """The seller for whom Market speaks; None when it is not Market, or there is no such seller."""
    seller, source = notifications.seller_of(secret), client_address(request)
    if is_within(source, settings.NOTIFICATION_NETWORKS):
        return seller
    if seller:
        logger.warning("seller=%s notification from %s, which is not in NOTIFICATION_NETWORKS", seller.pk, source)
    return None


def malformed(error: NotUnderstood) -> HttpResponse:
    logger.warning("notification not understood: %s", error.detail)
    return json(market.refused("WRONG_EVENT_FORMAT", error.detail), 400)


def not_stored(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("notification not stored: %s", type(error).__name__)
    return refusal(request, 500, "Not stored. Send it again.")


def refusal(request: HttpRequest, status: int, words: str) -> HttpResponse:
    hang_up(request)
    return json(market.refused("UNKNOWN", words), status)


def json(body: bytes, status: int) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")
