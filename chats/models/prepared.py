"""Texts that agents insert into their replies."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LONGEST_MESSAGE
from chats.models.sellers import Seller


class PreparedAnswer(models.Model):
    """A text that agents insert; its placeholders are filled in before it is sent.

    `text` serves for every buyer for whose language there is no text of its own. `version` moves with each change, so
    that whoever has not seen it overwrites nothing. `used` and `used_at` are the team's, from AnswerUse.
    """

    title = models.CharField(_("name"), max_length=100)
    folder = models.CharField(_("folder"), max_length=60, blank=True)
    text = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    text_ru = models.TextField(_("text in Russian"), max_length=LONGEST_MESSAGE, blank=True)
    text_en = models.TextField(_("text in English"), max_length=LONGEST_MESSAGE, blank=True)
    text_zh = models.TextField(_("text in Chinese"), max_length=LONGEST_MESSAGE, blank=True)
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
    version = models.PositiveIntegerField(default=1, editable=False)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)  # in so many replies
    used_at = models.DateTimeField(null=True, editable=False)
    counted_since = models.DateTimeField(default=timezone.now, editable=False)  # when the desk began to count uses

    class Meta:
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class AnswerUse(models.Model):
    """How often an agent has sent replies with a prepared answer, and when last."""

    answer = models.ForeignKey(PreparedAnswer, models.CASCADE, related_name="uses", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="answer_uses")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "agent"], name="answer_use_once_per_agent")]
