"""Encrypts stored tokens anew after TOKEN_KEYS got a new first key."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from chats import database
from chats.fields import SealedToken, Undecryptable, seal
from chats.management.row_command import RowCommand
from chats.models import Seller


class Command(RowCommand):
    help = "Encrypt every seller's token anew with the first key of TOKEN_KEYS, so that older keys can be taken out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only count; change nothing")

    def handle(self, **options: Any) -> None:
        label = {True: "older", False: "newly encrypted"}[options["check"]]
        counts, lost = {"current": 0, "old": 0}, []
        for pk in Seller.objects.filter(token__isnull=False).values_list("pk", flat=True):
            state, name = rotate(pk, check_only=options["check"])
            if state == "lost":
                lost.append(f"“{name}” ({pk})")
            elif state:
                counts[state] += 1
        self.stdout.write(f"Of the newest key: {counts['current']}; {label}: {counts['old']}; lost: {len(lost)}.")
        if lost:
            raise CommandError(
                f"No key in TOKEN_KEYS opens the token of {', '.join(lost)}. Put the old key back, or enter it again."
            )


@transaction.atomic
def rotate(pk: int, *, check_only: bool) -> tuple[str, str]:
    """Rotate one seller's token, in a transaction of its own, and return what it was and the seller's name.

    "current": it has the newest key; "old": it had an older one (encrypted anew unless `check_only`); "lost": no key
    decrypts it; "": there is no token any more.
    """
    seller = database.lock(Seller.objects.filter(pk=pk, token__isnull=False)).first()
    if seller is None:
        return "", ""
    if seller.token.is_of_newest_key:
        return "current", seller.name
    try:
        token = seller.token.open()
    except Undecryptable:
        return "lost", seller.name
    if not check_only:
        seller.token = SealedToken(seal(token))
        seller.save(update_fields=["token"])
    return "old", seller.name
