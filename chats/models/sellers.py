"""Businesses of Market and their stores."""

from datetime import time
from functools import cache

from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.fields import TokenField
from chats.models.constraints import JSON_COLUMNS, positive
from chats.statements import Parameter, Statement

MINUTES_OF_A_WEEK = 7 * 24 * 60


class Seller(models.Model):
    """A business of Yandex Market with its token."""

    name = models.CharField(_("name"), max_length=200)
    business_id = models.BigIntegerField(_("business ID"), unique=True)
    token = TokenField(_("token"), null=True, editable=False)
    token_hint = models.CharField(max_length=4, blank=True, editable=False)
    token_set_at = models.DateTimeField(_("token set"), null=True, editable=False)
    active = models.BooleanField(_("active"), default=True)
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), related_name="sellers", blank=True)
    # The team's own target. Market publishes none for chats; its deadlines are in `Chat.deadline_at`.
    answer_within = models.PositiveSmallIntegerField(
        _("answer within"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(MINUTES_OF_A_WEEK)],
        help_text=_("Minutes of working time. A chat that waits longer is marked in the inbox."),
    )
    works_from = models.TimeField(_("works from"), default=time(9), help_text=_("Moscow time."))
    works_until = models.TimeField(
        _("works until"), default=time(21), help_text=_("Moscow time. The same as “works from”: around the clock.")
    )
    answering_takes = models.BooleanField(
        _("an answer takes the chat"),
        default=True,
        help_text=_("Whoever answers a chat that nobody has, has it from then on."),
    )
    checked_at = models.DateTimeField(_("last check"), null=True, editable=False)
    check_kind = models.CharField(max_length=32, blank=True, editable=False)  # "" never, "ok", or a problem's kind
    check_trace = models.CharField(max_length=200, blank=True, editable=False)
    scopes = models.JSONField(default=list, editable=False)

    class Meta:
        required_db_features = JSON_COLUMNS
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        ordering = ["name", "pk"]
        constraints = [positive("business_id")]

    def __str__(self) -> str:
        return self.name

    def store_name(self, campaign_id: int | None) -> str | None:
        """The name of one of the seller's stores; None when the desk does not know it."""
        if campaign_id is None:
            return None
        names = name_of_store().run(seller=self.pk, campaign_id=campaign_id)
        return names[0] or None if names else None


class Campaign(models.Model):
    """One store of a business, kept so that pages show its name."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="campaigns")
    campaign_id = models.BigIntegerField(_("campaign ID"))
    name = models.TextField(_("store"), blank=True)
    placement_type = models.CharField(_("placement"), max_length=100, blank=True)
    api_availability = models.CharField(_("API"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        ordering = ["campaign_id"]
        constraints = [
            models.UniqueConstraint(fields=["seller", "campaign_id"], name="campaign_once_per_seller"),
            positive("campaign_id"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.campaign_id)


@cache
def name_of_store() -> Statement[str]:
    stores = Campaign.objects.filter(seller=Parameter("seller"), campaign_id=Parameter("campaign_id"))
    return Statement(stores.values_list("name", flat=True))
