"""When a seller is to be added that the desk has already: the token that was pasted can be given to that one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chats.admin.notifications import NotificationPages
from chats.market.token import Token
from chats.models import Seller
from chats.presenters import sellers as presenter
from chats.services import sellers
from chats.services.sellers import HOPELESS


class TokenReplacement(NotificationPages):
    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.replace_token)
        return [path("<path:object_id>/replace-token/", view, name="chats_seller_replace_token"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if known := form.known_seller:
            context["known_seller"] = known
            token = None if "token" in form.errors else form.pasted.token
            if token:
                context["wrapped"] = sellers.wrap_token(token, known, by=request.user, now=timezone.now())  # type: ignore[arg-type]  # only administrators come here
        return super().render_change_form(request, context, *args, **options)

    @method_decorator(require_POST)
    @method_decorator(sensitive_post_parameters("wrapped"))
    def replace_token(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Checks the token at Market, as the form would."""
        seller, wrapped = self.seller_to_change(request, object_id), request.POST.get("wrapped", "")
        token = sellers.unwrap_token(wrapped, seller, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        if token is None:
            messages.error(request, _("The token was not kept: that was too long ago. Paste it here once more."))
        else:
            self.check_and_replace(request, seller, token)
        return redirect("admin:chats_seller_change", seller.pk)

    def check_and_replace(self, request: HttpRequest, seller: Seller, token: Token) -> None:
        now = timezone.now()
        checked = sellers.check_token(seller, token, now=now)
        kind = checked.kind(seller.business_id)
        if kind in HOPELESS:
            messages.error(request, presenter.refusal(kind, checked.business_id))
            return
        sellers.set_token(seller, token, now=now)
        sellers.save_check(seller, checked, now=now)
        self.log_change(request, seller, _("New token."))
        messages.success(request, _("The token of “%(seller)s” is replaced.") % {"seller": seller})
        for warning in presenter.warnings_of(checked, kind):
            messages.warning(request, warning)
