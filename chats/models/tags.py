"""Tags: short words of the team's own by which chats are marked, filtered and kept together in views."""

from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models.sellers import Seller
from chats.models.sightings import Chat

LONGEST_TAG: Final = 20  # letters: a row of the inbox has no room for more


class Tag(models.Model):
    """A word with a colour, for the chats of some sellers. Whoever sees one of them sees the tag."""

    class Colour(models.TextChoices):
        GREY = "grey", _("grey")
        RED = "red", _("red")
        ORANGE = "orange", _("orange")
        GREEN = "green", _("green")
        TEAL = "teal", _("teal")
        BLUE = "blue", _("blue")
        PURPLE = "purple", _("purple")
        PINK = "pink", _("pink")

    name = models.CharField(_("word"), max_length=LONGEST_TAG)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, default=Colour.GREY)
    sellers = models.ManyToManyField(Seller, verbose_name=_("sellers"), related_name="tags")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ChatTag(models.Model):
    """That a chat has a tag, and who gave it. `Chat.tag_keys` repeats it for the rows of the inbox."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="given_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="given", db_index=False)  # the constraint begins with it
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "chat"], name="tag_once_per_chat")]
