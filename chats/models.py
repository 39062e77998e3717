"""What the desk keeps. Market's words: business, campaign (one store), chat, context, status, type, customer."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chats.fields import TokenField


def positive(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": 1}), name=f"%(class)s_{field}_positive")


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


class Chat(models.Model):
    """A sighting: the chat as last seen, when, from which source, and the problem that stopped a newer one."""

    class Source(models.TextChoices):
        LOOKUP = "LOOKUP"
        LIST = "LIST"
        REFRESH = "REFRESH"

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="chats")
    chat_id = models.BigIntegerField()
    type = models.CharField(max_length=100)
    status = models.CharField(max_length=100)
    context_type = models.CharField(max_length=100)
    customer_name = models.TextField(blank=True)
    customer_public_id = models.TextField(blank=True)
    campaign_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    return_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)
    problem_kind = models.CharField(max_length=32, blank=True)
    problem_at = models.DateTimeField(null=True)
    problem_until = models.DateTimeField(null=True)
    problem_trace = models.CharField(max_length=200, blank=True)
    next_refresh_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=1)  # moves whenever a page would look different

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "chat_id"], name="chat_once_per_seller"),
            positive("chat_id"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="chat_by_order"),
            models.Index(fields=["return_id"], name="chat_by_return"),
            models.Index(fields=["chat_id"], name="chat_by_chat_id"),
        ]

    def __str__(self) -> str:
        return str(self.chat_id)


class Lookup(models.Model):
    """Who asked for which number, when, and what it led to."""

    class Outcome(models.TextChoices):
        KNOWN = "KNOWN", _("known chat")
        FOUND = "FOUND", _("found at Market")
        CHOICES = "CHOICES", _("several chats")
        NOT_FOUND = "NOT_FOUND", _("not found")
        FAILED = "FAILED", _("could not be asked")

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("agent"), related_name="lookups"
    )
    at = models.DateTimeField(_("time"))
    number = models.BigIntegerField(_("number"))
    seller = models.ForeignKey(
        Seller, models.SET_NULL, null=True, verbose_name=_("seller asked"), help_text=_("Empty: all of the agent's.")
    )
    outcome = models.CharField(_("led to"), max_length=10, choices=Outcome)
    chat = models.ForeignKey(Chat, models.SET_NULL, null=True, verbose_name=_("chat"))
    problem_kind = models.CharField(_("problem"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("lookup")
        verbose_name_plural = _("lookups")
        constraints = [positive("number")]
        indexes = [
            models.Index(fields=["number"], name="lookup_by_number"),
            models.Index(fields=["agent", "-at"], name="lookup_by_agent"),  # how fast a person looks up
            models.Index(fields=["outcome", "-id"], name="lookup_by_outcome"),  # keeps the admin's filter flat
        ]


class RecentChat(models.Model):
    """A chat an agent looked up lately; the last ten are under the field."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recent_chats")
    chat = models.ForeignKey(Chat, models.CASCADE)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="recent_once_per_agent")]
        indexes = [models.Index(fields=["agent", "-opened_at"], name="recent_by_agent")]


class AgentSettings(models.Model):
    """How an agent wants the desk. A missing row means the defaults."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    agent = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_settings"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)  # empty: as the browser says
    time_zone = models.CharField(max_length=64, blank=True)  # empty: the desk's
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    auto_refresh = models.BooleanField(default=True)


class SetupLink(models.Model):
    """A one-time way to make the first administrator; the secret itself is printed on the console, never kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
