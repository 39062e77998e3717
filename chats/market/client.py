"""The client of Market's Partner API, with the operations that the desk uses.

https://yandex.ru/dev/market/partner-api/doc/ru/reference/
"""

from chats.market import wire
from chats.market.caller import paged
from chats.market.chats import Chats
from chats.market.http.transport import Request
from chats.market.limits import CAMPAIGNS_PER_PAGE, GET_AUTH_TOKEN_INFO, GET_CAMPAIGNS, Answer
from chats.market.orders import Orders
from chats.market.token import Token
from chats.market.types import CampaignsPage, TokenInfo


class Client(Chats, Orders):
    """Yandex Market at one address. One instance serves all threads and all sellers of a process.

    Every operation makes one request and follows no redirect. It repeats a request only if a kept-alive connection
    turned out to be closed before any answer came, and never one that writes. Times are in seconds.

    Every operation raises MarketError: NotReached or TlsFailed when there is no answer, otherwise the error that the
    answer stands for (see `wire` and `error_answers`). No error holds the token.
    """

    def get_campaigns(
        self,
        token: Token,
        *,
        limit: int = CAMPAIGNS_PER_PAGE,
        page_token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[CampaignsPage]:
        """One page of the stores that the key sees: those of its one cabinet.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/campaigns/getCampaigns

        1 000 an hour. `limit` is 1 to CAMPAIGNS_PER_PAGE.
        """
        request = Request("GET", "v2/campaigns", paged(limit, page_token))
        return self.call(GET_CAMPAIGNS, token, request, deadline, wire.campaigns_of)

    def get_auth_token_info(self, token: Token, *, deadline: float | None = None) -> Answer[TokenInfo]:
        """Name and scopes of the key itself.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/auth/getAuthTokenInfo

        Only 100 an hour: for the moment when a key is saved or checked.
        """
        return self.call(GET_AUTH_TOKEN_INFO, token, Request("POST", "v2/auth/token"), deadline, wire.token_info_of)
