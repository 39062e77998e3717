"""What is known of each seller: the columns of the list, and the part of a seller's page that nobody fills in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.market.limits import GET_CHAT
from chats.models import Quota, Seller
from chats.presenters import sellers as presenter
from chats.presenters.formats import times
from chats.presenters.seller_state import seller_state
from chats.presenters.team import seen_by_text
from chats.services import people
from chats.services.sellers import HOPELESS, OK, findings
from chats.templatetags.desk import icon

NOTHING = "—"


class ListedSeller(Protocol):
    """A seller as the list has it: with its quota of chats, and with those who see it."""

    active: bool
    chat_quotas: Sequence[Quota]
    agents: Sequence[User]


class SellerList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        seen = people.those_who_see(self.result_list)
        for seller in self.result_list:
            seller.agents = seen[seller.pk]


class WithColumns(admin.ModelAdmin):
    list_select_related = ["circuit", "notification_address"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seller]:
        chat_quota = Prefetch("quotas", Quota.objects.filter(operation=GET_CHAT), to_attr="chat_quotas")
        return super().get_queryset(request).prefetch_related(chat_quota, "campaigns")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SellerList

    @admin.display(description=gettext_lazy("State"))
    def state(self, seller: Seller) -> SafeString:
        known = seller_state(seller, now=timezone.now())
        since = format_html('<span class="state-since">{}</span>', known.since) if known.since else ""
        return format_html(
            '<span class="state" data-tone="{}">{} {}</span>{}', known.tone, icon(known.icon), known.word, since
        )

    @admin.display(description=gettext_lazy("Seen by"))
    def seen_by(self, seller: ListedSeller) -> SafeString | str:
        if seller.agents or not seller.active:
            return seen_by_text(seller.agents)
        return format_html('<span class="state" data-tone="warn">{} {}</span>', icon("alert"), seen_by_text(()))

    @admin.display(description=gettext_lazy("Token"), ordering="token_set_at")
    def token_state(self, seller: Seller) -> str:
        if seller.token is None:
            return _("not set")
        hint = {"hint": f"ACMA:…{seller.token_hint}"}
        if seller.token_set_at is None:
            return hint["hint"]
        return _("%(hint)s, set %(when)s") % {**hint, "when": times.exact(seller.token_set_at)}

    @admin.display(description=gettext_lazy("Calls left this hour"))
    def calls_left(self, seller: ListedSeller) -> str:
        return presenter.calls_left(next(iter(seller.chat_quotas), None), now=timezone.now())

    @admin.display(description=gettext_lazy("Last check"))
    def check_report(self, seller: Seller) -> SafeString | str:
        """All findings of the last check and the last error since, one sentence each."""
        said = [self.last_check(seller)]
        if seller.check_kind in HOPELESS or seller.check_kind not in ("", OK):
            said.append(presenter.advice(seller.check_kind))
        said += presenter.findings(findings(tuple(seller.scopes)))
        off = [(str(store), store) for store in seller.campaigns.all() if presenter.is_off(store)]
        said += [presenter.stores_off(off)] if off else []
        if seller.check_trace:
            said.append(_("Code for Market’s support: %(trace)s") % {"trace": seller.check_trace})
        said += self.last_error(seller)
        return format_html_join("", "<p>{}</p>", ((line,) for line in said))

    def last_check(self, seller: Seller) -> str:
        lacking = presenter.short_findings(findings(tuple(seller.scopes))) if seller.check_kind == OK else []
        said = ", ".join(lacking) or presenter.short(seller.check_kind)
        return f"{said}, {time_text(seller.checked_at)}" if seller.checked_at else said

    def last_error(self, seller: Seller) -> list[str]:
        circuit = getattr(seller, "circuit", None)
        if circuit is None or not circuit.error_kind:
            return []
        said = {"error": presenter.short(circuit.error_kind), "time": time_text(circuit.error_at)}
        return [_("A call to Market failed since: %(error)s, %(time)s.") % said]

    @admin.display(description=gettext_lazy("Stores"))
    def stores(self, seller: Seller) -> SafeString | str:
        known = seller.campaigns.all()
        if not known:
            return _("None known yet. A check that goes well brings them.")
        heads = format_html_join("", '<th scope="col">{}</th>', ((head,) for head in presenter.store_heads()))
        rows = [
            (store.name or NOTHING, str(store.campaign_id), store.placement_type or NOTHING, presenter.api(store))
            for store in known
        ]
        body = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
        return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, body)


def time_text(value: datetime) -> str:
    return times.clock(value, now=timezone.now())
