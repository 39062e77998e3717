"""Registers a seller from the command line."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from chats.management.row_command import RowCommand
from chats.market.ids import market_id
from chats.market.token import Token
from chats.presenters import sellers as presenter
from chats.services import notifications, sellers
from chats.services.sellers import HOPELESS, findings

MOST_CHARACTERS_READ = 4_000
# Exit codes: 1, the seller cannot be registered like this; 3, Market could not be asked, and a later try may succeed.
NOT_ASKED = 3


def business_id(text: str) -> int:
    number = market_id(text)
    if number is None:
        # The message does not repeat the text, which may be a token in the wrong place.
        raise argparse.ArgumentTypeError("a business ID is a number from 1 up")
    return number


def not_an_argument(text: str) -> str:
    raise argparse.ArgumentTypeError("other people on this machine see arguments; put the token into a file")


class Command(RowCommand):
    help = "Register a seller: its token is checked at Market, which fills in the name and the business ID."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="how agents see the seller; default: its name at Market")
        parser.add_argument("--business-id", type=business_id, help="the cabinet's ID; default: the token's")
        parser.add_argument(
            "--token-file", required=True, help="file with the Api-Key token alone, - for standard input"
        )
        # Without this, argparse would take --token for an abbreviation of --token-file.
        parser.add_argument("--token", type=not_an_argument, help=argparse.SUPPRESS)
        parser.add_argument("--group", default="", help="give the seller to this group, made if there is none")
        parser.add_argument("--unchecked", action="store_true", help="save without asking Market")
        parser.add_argument(
            "--replace-token", action="store_true", help="give a seller that the desk has already a new token"
        )

    def handle(self, **options: Any) -> None:
        group = group_named(options["group"].strip())
        token = read_token(options["token_file"])
        try:
            registered = sellers.register_seller(
                name=options["name"].strip(),
                business_id=options["business_id"],
                token=token,
                unchecked=options["unchecked"],
                replace_token=options["replace_token"],
                now=timezone.now(),
            )
        except sellers.NotRegistered as refusal:
            raise command_error(refusal) from None
        if registered.is_new:
            notifications.new_address(registered.seller, now=timezone.now())
        if group:
            group.save()
            registered.seller.groups.add(group)
        self.report(registered, token)

    def report(self, registered: sellers.Registration, token: Token) -> None:
        done = "Registered" if registered.is_new else "Replaced the token of"
        self.stdout.write(f"{done} “{registered.seller}”, business ID {registered.seller.business_id}.")
        warnings = [] if token.looks_usual else [str(presenter.UNUSUAL_TOKEN)]
        if registered.checked is None:
            warnings.append("The token was not checked at Market.")
        else:
            warnings += presenter.findings(findings(registered.checked.scopes))
            if registered.checked.scopes_problem:
                warnings.append(presenter.scopes_unknown(registered.checked.scopes_problem.kind))
        for warning in warnings:
            self.stderr.write(f"Warning: {warning}")


def group_named(name: str) -> Group | None:
    """The group of that name, which is not saved if there was none; None for an empty name."""
    if not name:
        return None
    group = Group.objects.filter(name=name).first() or Group(name=name)
    try:
        group.full_clean(validate_unique=False)
    except ValidationError as refusal:
        raise CommandError(f"--group: {' '.join(refusal.messages)}") from None
    return group


def read_token(source: str) -> Token:
    try:
        if source == "-":
            text = sys.stdin.read(MOST_CHARACTERS_READ)
        else:
            with Path(source).open(encoding="utf-8") as file:
                text = file.read(MOST_CHARACTERS_READ)
    except OSError as error:
        raise CommandError(f"The token file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        # The error's own message would show the bytes.
        raise CommandError(presenter.refusal("characters")) from None
    try:
        return sellers.token_in(text)
    except sellers.BadToken as bad:
        raise CommandError(presenter.refusal(bad.kind)) from None


def command_error(refusal: sellers.NotRegistered) -> CommandError:
    named = refusal.checked.business_id if refusal.checked else refusal.business_id
    said = presenter.refusal(refusal.kind, named)
    if refusal.kind == "taken":
        return CommandError(f"{said} --replace-token gives it this token.")
    if refusal.checked is None or refusal.kind in HOPELESS:
        return CommandError(said)
    return CommandError(f"{said} --unchecked saves the seller without asking.", returncode=NOT_ASKED)
