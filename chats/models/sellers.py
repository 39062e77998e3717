"""Businesses of Market, their stores, and how their line to Market stands."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.fields import TokenField
from chats.models.constraints import positive


class Seller(models.Model):
    """A business of Yandex Market with its token."""

    name = models.CharField(_("name"), max_length=200)
    business_id = models.BigIntegerField(_("business ID"), unique=True)
    token = TokenField(_("token"), null=True, editable=False)
    token_hint = models.CharField(max_length=4, blank=True, editable=False)
    token_set_at = models.DateTimeField(_("token set"), null=True, editable=False)
    active = models.BooleanField(_("active"), default=True)
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), related_name="sellers", blank=True)
    checked_at = models.DateTimeField(_("last check"), null=True, editable=False)
    check_kind = models.CharField(max_length=32, blank=True, editable=False)  # "" never, "ok", or a problem's kind
    check_trace = models.CharField(max_length=200, blank=True, editable=False)
    scopes = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        ordering = ["name", "pk"]
        constraints = [positive("business_id")]

    def __str__(self) -> str:
        return self.name


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


class Standing(models.Model):
    """How a seller's line to Market stands: failures, a door that is shut, the last error."""

    seller = models.OneToOneField(Seller, models.CASCADE, primary_key=True, related_name="standing")
    failures = models.PositiveIntegerField(default=0)  # in a row
    minute_from = models.DateTimeField(null=True)  # the first failure of a minute whose calls are counted
    minute_calls = models.PositiveIntegerField(default=0)
    minute_failures = models.PositiveIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)  # for every lane: Market does not answer
    quiet_until = models.DateTimeField(null=True)  # for lanes nobody waits in: the token was refused
    error_kind = models.CharField(max_length=32, blank=True)
    error_at = models.DateTimeField(null=True)
    error_trace = models.CharField(max_length=200, blank=True)


class Quota(models.Model):
    """The ledger of one operation of one seller: calls left in Market's hourly window."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="quotas")
    operation = models.CharField(max_length=40)
    allowance = models.IntegerField()
    remaining = models.IntegerField()
    renews_at = models.DateTimeField()
    shut_until = models.DateTimeField(null=True)  # Market said: limit reached

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "operation"], name="quota_once_per_operation")]


class Slot(models.Model):
    """One of the four requests a business may have under way at Market, over all processes of the desk."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    leased_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "number"], name="slot_once_per_number")]
