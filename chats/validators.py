"""What no field of the desk takes: a seller's token, except in the one field that is made for it.

`guard_text_fields` gives the validator to every text column of every model at the start, so that a new one has it by
itself. What people type is cut out before that, in `NoTokenInFormMiddleware`, so that no page shows it again.
"""

from types import MappingProxyType

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.market.token import USUAL_SHAPE, held_a_token

NO_TOKEN_HERE = gettext_lazy(
    "This looks like a token. It was not kept: a token belongs only in the field Token of its seller."
)
# Columns that keep what they are given, and why.
UNGUARDED = MappingProxyType(
    {
        "chats.Seller.token": "the field for tokens, which encrypts them",
        "chats.Message.text": "what was said at Market is kept as it was said",
        "chats.Draft.text": "the composer holds such a text back, and nothing that was typed is lost",
        "chats.Reply.text": "what was sent is kept as it was sent",
        "auth.User.password": "a hash, which may look like anything",
        "sessions.Session.session_data": "signed by the desk; no person writes it",
    }
)


def refuse_token(value: object) -> None:
    """Raises ValidationError, which never holds the text."""
    if isinstance(value, str) and held_a_token(value):
        raise ValidationError(NO_TOKEN_HERE, code="token")


class NoTokenPassword:
    """A token would be at hand to everybody who may see it. For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object = None) -> None:
        # Not the wider `looks_like_a_token`: forty random characters are a good password.
        if USUAL_SHAPE.search(password):
            raise ValidationError(NO_TOKEN_HERE, code="token")

    def get_help_text(self) -> str:
        return _("Your password can’t be a seller’s token.")


def guard_text_fields() -> None:
    """Give `refuse_token` to each text column that is not in UNGUARDED. Django's own models, users and groups, have
    such columns too, and migrations know nothing of it."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and f"{model._meta.label}.{field.name}" not in UNGUARDED:
                field.validators.append(refuse_token)
