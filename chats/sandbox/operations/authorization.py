"""Authorization: the API key, its scopes and its cabinet.

https://yandex.ru/dev/market/partner-api/doc/ru/concepts/api-access
"""

import re
from collections.abc import Mapping
from typing import Final

from ..content.cabinets import ApiKey, SandboxSeller, cabinet_of, key_of
from ..protocol.answers import refusal
from ..protocol.call import Call, positive_int
from .routes import Operation

KEY_PATTERN: Final = re.compile(r"ACMA:[0-9A-Za-z]{40}:[0-9a-f]{8}")
KEY_LENGTH: Final = 54


def api_key_of(call: Call) -> ApiKey:
    """The key in the Api-Key header. Raises a 401 that says what is wrong with it."""
    sent = call.headers.get("Api-Key")
    if sent is None:
        raise refusal(401, "Credentials are not specified")
    key = key_of(sent)
    if key is None:
        raise refusal(401, f"Api-Key token {key_error_text(sent)}")
    if key.revoked:
        raise refusal(401, "Api-Key token is revoked")
    return key


def key_error_text(sent: str) -> str:
    if not sent:
        return "is not specified"
    if not sent.startswith("ACMA:"):
        return "prefix invalid"
    if len(sent) != KEY_LENGTH:
        return "length invalid"
    return "is invalid" if KEY_PATTERN.fullmatch(sent) else "format invalid"


def authorize(call: Call, operation: Operation, path_ids: Mapping[str, str]) -> tuple[ApiKey, SandboxSeller]:
    """The key and its cabinet. `path_ids` are those in the path, by parameter name. Raises a 400, 401 or 403."""
    key = api_key_of(call)
    accepted = {scope.upper().replace("-", "_").replace(":", "_") for scope in operation.scopes}
    if accepted.isdisjoint(key.scopes):
        scopes = ", ".join(operation.scopes)
        raise refusal(403, f"Token does not have any of the scopes to access the API method: {scopes}")
    if "businessId" in path_ids and positive_int(path_ids["businessId"], "businessId") != key.business_id:
        raise refusal(403, "Access denied")
    cabinet = cabinet_of(key.business_id)
    if "campaignId" in path_ids:
        check_store(cabinet, positive_int(path_ids["campaignId"], "campaignId"))
    if operation.is_for_business and cabinet.api_off:
        reason = "it has only disabled partners"
        raise refusal(403, f"API for business '{cabinet.business_id}' disabled because {reason}")
    return key, cabinet


def check_store(cabinet: SandboxSeller, campaign_id: int) -> None:
    if all(store.campaign_id != campaign_id for store in cabinet.campaigns):
        raise refusal(403, f"No access to campaigns: {campaign_id}")
    if cabinet.api_off:
        raise refusal(403, f"API for campaign '{campaign_id}' manually disabled")
