"""getCampaigns and getAuthTokenInfo: what a key opens."""

from ..protocol import answers, call, pages
from ..protocol.answers import Answer
from ..protocol.call import Call
from .request import Visit


def get_campaigns(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/campaigns/getCampaigns"""
    stores = [answers.campaign_json(store, visit.cabinet) for store in visit.cabinet.campaigns]
    token = visit.call.parameter("pageToken", "page_token")
    limit = call.page_size(visit.call, largest=100, default=None) or _page_size(visit.call)
    question = [visit.cabinet.business_id, limit]
    first = (pages.read_token(token, question) or [0])[0]
    end = len(stores) if limit is None else first + limit
    paging = {"nextPageToken": pages.token([end], question)} if end < len(stores) else {}
    pager = {"total": len(stores), "from": min(first + 1, len(stores)), "to": min(end, len(stores))}
    return answers.json_answer({"campaigns": stores[first:end], "pager": pager, "paging": paging})


def _page_size(asked: Call) -> int | None:
    """The deprecated name of `limit`."""
    text = asked.parameter("pageSize")
    return None if text is None else call.positive_int(text, "pageSize", largest=100)


def get_auth_token_info(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/auth/getAuthTokenInfo"""
    return answers.ok({"apiKey": {"name": visit.key.name, "authScopes": list(visit.key.scopes)}})
