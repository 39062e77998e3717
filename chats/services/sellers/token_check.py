"""The token check: Market is asked whose a token is, what it may do, and which stores it sees."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from chats.market.client import Client
from chats.market.errors import MarketError
from chats.market.limits import CAMPAIGNS_PER_PAGE, GET_AUTH_TOKEN_INFO, GET_CAMPAIGNS, Answer
from chats.market.token import Token
from chats.market.types import Campaign, CampaignsPage, Scope
from chats.models import Seller
from chats.problems import NotNow, Problem, problem_of
from chats.services import upstream
from chats.services.upstream import Lane

R = TypeVar("R")

MOST_PAGES = 20

# Outcomes of a check, besides the kinds of problems. Rows store these strings.
OK = "ok"
NO_BUSINESS = "no_business"  # the token sees no store, and only stores name their business
OTHER_BUSINESS = "other_business"  # the token belongs to another business than the ID given
CAMPAIGN_ID = "campaign_id"  # the ID given is not the business's but that of one of its stores

# With these outcomes a token can never work for the seller; with any other it can be saved, and may work later.
HOPELESS = frozenset({"dead_key", NO_BUSINESS, OTHER_BUSINESS, CAMPAIGN_ID})

READS_CHATS = {Scope.COMMUNICATION, Scope.ALL_METHODS, Scope.ALL_METHODS_READ_ONLY}
ANSWERS_CHATS = {Scope.COMMUNICATION, Scope.ALL_METHODS}
FINANCE = "FINANCE_AND_ACCOUNTING"  # also reads orders, though no returns
READS_ORDERS = {Scope.ORDERS, Scope.ORDERS_READ_ONLY, Scope.ALL_METHODS, Scope.ALL_METHODS_READ_ONLY}


@dataclass(frozen=True, kw_only=True)
class TokenCheck:
    """What Market said about a token.

    `problem` is why its stores could not be read; then nothing else is known. `scopes` is empty when they could not be
    read, and `scopes_problem` says why. `complete` is false when there are more stores than the desk reads.
    """

    business_id: int | None = None
    business_name: str = ""
    campaigns: tuple[Campaign, ...] = ()
    complete: bool = True
    scopes: tuple[str, ...] = ()
    problem: Problem | None = None
    scopes_problem: Problem | None = None

    @property
    def no_communication(self) -> bool:
        return "no_communication" in findings(self.scopes)

    @property
    def read_only(self) -> bool:
        return "read_only" in findings(self.scopes)

    @property
    def no_order_access(self) -> bool:
        return "no_order_access" in findings(self.scopes)

    def kind(self, business_id: int | None) -> str:
        """The outcome for a seller with this business ID (None: to be filled in from the token): OK, NO_BUSINESS,
        OTHER_BUSINESS, CAMPAIGN_ID, or the kind of the problem."""
        if self.problem:
            return self.problem.kind
        if not self.campaigns or (business_id or self.business_id) is None:
            return NO_BUSINESS
        if business_id is None or self.business_id in (None, business_id):
            return OK
        if any(store.campaign_id == business_id for store in self.campaigns):
            return CAMPAIGN_ID
        return OTHER_BUSINESS


def findings(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """What a token with these scopes cannot do: no_communication (read chats), read_only (answer them) or
    no_order_access. Empty when the scopes are not known.

    https://yandex.ru/dev/market/partner-api/doc/ru/concepts/api-key
    """
    if not scopes:
        return ()
    held = set(scopes)
    lacking = []
    if not held & READS_CHATS:
        lacking.append("no_communication")
    elif not held & ANSWERS_CHATS:
        lacking.append("read_only")
    if not held & READS_ORDERS:
        lacking.append("no_order_access")
    return tuple(lacking)


def check_token(seller: Seller | None, token: Token | None = None, *, now: datetime) -> TokenCheck:
    """Ask Market whose a token is and what it may do: getCampaigns, then getAuthTokenInfo.

    Without `token`, the seller's stored one is checked, through the shared ledger; a token that is not stored yet has
    no ledger and is sent to Market directly. Raises nothing when Market fails: `TokenCheck.problem` says why.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/campaigns/getCampaigns
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/auth/getAuthTokenInfo
    """
    try:
        stores, complete = stores_seen(seller, token, now=now)
    except (MarketError, NotNow) as error:
        return TokenCheck(problem=problem_of(error, at=now))
    naming = store_naming_business(stores, seller.business_id if seller else None)
    check = TokenCheck(
        business_id=naming.business_id if naming else None,
        business_name=(naming.business_name or "") if naming else "",
        campaigns=tuple(store for store in stores if naming is None or store.business_id in (None, naming.business_id)),
        complete=complete,
    )
    return with_scopes(check, seller, token, now=now)


def with_scopes(check: TokenCheck, seller: Seller | None, token: Token | None, *, now: datetime) -> TokenCheck:
    try:
        answer = call_market(
            seller, token, GET_AUTH_TOKEN_INFO, lambda client, key: client.get_auth_token_info(key), now=now
        )
    except (MarketError, NotNow) as error:
        return replace(check, scopes_problem=problem_of(error, at=now))
    return replace(check, scopes=answer.result.auth_scopes)


def stores_seen(seller: Seller | None, token: Token | None, *, now: datetime) -> tuple[tuple[Campaign, ...], bool]:
    """The stores that the token sees, and whether these are all of them. Raises MarketError and NotNow."""
    stores: dict[int, Campaign] = {}
    page_token: str | None = None
    for _ in range(MOST_PAGES):
        page = campaigns_page(seller, token, page_token, now=now)
        before = len(stores)
        stores |= {store.campaign_id: store for store in page.campaigns}
        page_token = page.next_page_token
        # A page without a new store would come again and again: Market's paging has gone in a circle.
        if page_token is None or len(stores) == before:
            return tuple(stores.values()), page_token is None and not page.left_out
    return tuple(stores.values()), False


def campaigns_page(
    seller: Seller | None, token: Token | None, page_token: str | None, *, now: datetime
) -> CampaignsPage:
    def request(client: Client, key: Token) -> Answer[CampaignsPage]:
        return client.get_campaigns(key, limit=CAMPAIGNS_PER_PAGE, page_token=page_token)

    return call_market(seller, token, GET_CAMPAIGNS, request, now=now).result


def call_market(
    seller: Seller | None,
    token: Token | None,
    operation: str,
    request: Callable[[Client, Token], Answer[R]],
    *,
    now: datetime,
) -> Answer[R]:
    if token is not None:
        with upstream.thread_budget(Lane.AGENT, now=now):
            return request(upstream.client(), token)
    if seller is None:
        raise ValueError("Neither a seller nor a token to check.")
    return upstream.ask(seller, operation, Lane.AGENT, request, now=now)


def store_naming_business(stores: tuple[Campaign, ...], wanted: int | None) -> Campaign | None:
    """A store that names its business. An Api-Key token belongs to one business; should Market ever name more, a store
    of the wanted one is preferred."""
    named = [store for store in stores if store.business_id is not None]
    return next((store for store in named if store.business_id == wanted), named[0] if named else None)


def may_read_orders(seller: Seller) -> bool:
    """Whether the seller's token may read orders, as far as is known."""
    return not seller.scopes or bool({*READS_ORDERS, FINANCE} & set(seller.scopes))


def may_read_returns(seller: Seller) -> bool:
    return not seller.scopes or bool(READS_ORDERS & set(seller.scopes))
