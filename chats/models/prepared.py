"""Texts that agents insert into their replies."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LONGEST_MESSAGE
from chats.models.sellers import Seller


class PreparedAnswer(models.Model):
    """A text that agents insert; its placeholders are filled in before it is sent."""

    title = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("owner"),
        related_name="prepared_answers",
        help_text=_("Empty: shared by everyone who sees the seller."),
    )
    seller = models.ForeignKey(
        Seller, models.CASCADE, null=True, blank=True, verbose_name=_("seller"), help_text=_("Empty: for all sellers.")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
