"""Creates the first administrator, who is asked for at a terminal."""

import getpass
import sys

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


def ask_for_administrator() -> None:
    """Ask until the name and the password are valid. Ctrl-C and the end of input exit with a message."""
    sys.stdout.write("There is no administrator yet. Make one now.\n")
    try:
        user = ask_for_name()
        user.set_password(ask_for_password(user))
    except (KeyboardInterrupt, EOFError):
        sys.exit("\nNo administrator was made; the desk needs one to start.")
    user.save()


def ask_for_name() -> User:
    while True:
        user = get_user_model()(username=input("User name: ").strip(), is_staff=True, is_superuser=True)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as refusal:
            print_messages(refusal)
        else:
            return user


def ask_for_password(user: User) -> str:
    while True:
        password = getpass.getpass("Password: ")
        try:
            validate_password(password, user)
        except ValidationError as refusal:
            print_messages(refusal)
            continue
        if getpass.getpass("Once more: ") == password:
            return password
        sys.stdout.write("The two passwords differ.\n")


def print_messages(refusal: ValidationError) -> None:
    for message in refusal.messages:
        sys.stdout.write(f"{message}\n")
