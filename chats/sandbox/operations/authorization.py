"""Who may come in: the key, its scopes, its cabinet. https://yandex.ru/dev/market/partner-api/doc/ru/concepts/api-access"""

import re
from collections.abc import Mapping
from typing import Final

from ..content.cabinets import CABINETS, KEYS, ApiKey, SandboxSeller
from ..protocol.answers import refusal
from ..protocol.call import Call, positive_int
from .routes import Operation

SHAPE: Final = re.compile(r"ACMA:[0-9A-Za-z]{40}:[0-9a-f]{8}")
LENGTH: Final = 54
BY_ID: Final = {cabinet.business_id: cabinet for cabinet in CABINETS}


def key_of(call: Call) -> ApiKey:
    """The key in the Api-Key header. Raises 401 in the words for what is wrong with it."""
    sent = call.headers.get("Api-Key")
    if sent is None:
        raise refusal(401, "Credentials are not specified")
    key = KEYS.get(sent)
    if key is None:
        raise refusal(401, f"Api-Key token {_fault(sent)}")
    if key.revoked:
        raise refusal(401, "Api-Key token is revoked")
    return key


def _fault(sent: str) -> str:
    if not sent:
        return "is not specified"
    if not sent.startswith("ACMA:"):
        return "prefix invalid"
    if len(sent) != LENGTH:
        return "length invalid"
    return "is invalid" if SHAPE.fullmatch(sent) else "format invalid"


def enter(call: Call, operation: Operation, place: Mapping[str, str]) -> tuple[ApiKey, SandboxSeller]:
    """The key and the cabinet it opens. `place` has the ids in the path. Raises 400, 401 or 403."""
    key = key_of(call)
    accepted = {scope.upper().replace("-", "_").replace(":", "_") for scope in operation.scopes}
    if accepted.isdisjoint(key.scopes):
        scopes = ", ".join(operation.scopes)
        raise refusal(403, f"Token does not have any of the scopes to access the API method: {scopes}")
    if "businessId" in place and positive_int(place["businessId"], "businessId") != key.business_id:
        raise refusal(403, "Access denied")
    cabinet = BY_ID[key.business_id]
    if "campaignId" in place:
        _check_store(cabinet, positive_int(place["campaignId"], "campaignId"))
    if operation.of_business and cabinet.api_off:
        words = "disabled because it has only disabled partners"
        raise refusal(403, f"API for business '{cabinet.business_id}' {words}")
    return key, cabinet


def _check_store(cabinet: SandboxSeller, campaign_id: int) -> None:
    if all(store.campaign_id != campaign_id for store in cabinet.campaigns):
        raise refusal(403, f"No access to campaigns: {campaign_id}")
    if cabinet.api_off:
        raise refusal(403, f"API for campaign '{campaign_id}' manually disabled")
