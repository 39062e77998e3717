"""getCampaigns and getAuthTokenInfo: what a key gives access to."""

from ..protocol import answers, call, pages
from ..protocol.answers import Answer
from ..protocol.call import Call
from .request import Request


def get_campaigns(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/campaigns/getCampaigns"""
    stores = [answers.campaign_json(store, request.cabinet) for store in request.cabinet.campaigns]
    token = request.call.parameter("pageToken", "page_token")
    limit = call.page_size(request.call, largest=100, default=None) or deprecated_page_size(request.call)
    query = [request.business_id, limit]
    first = (pages.read_token(token, query) or [0])[0]
    end = len(stores) if limit is None else first + limit
    paging = {"nextPageToken": pages.token([end], query)} if end < len(stores) else {}
    pager = {"total": len(stores), "from": min(first + 1, len(stores)), "to": min(end, len(stores))}
    return answers.json_answer({"campaigns": stores[first:end], "pager": pager, "paging": paging})


def deprecated_page_size(http_call: Call) -> int | None:
    """`limit` by its older name."""
    text = http_call.parameter("pageSize")
    return None if text is None else call.positive_int(text, "pageSize", largest=100)


def get_auth_token_info(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/auth/getAuthTokenInfo"""
    return answers.ok({"apiKey": {"name": request.key.name, "authScopes": list(request.key.scopes)}})
