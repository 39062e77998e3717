"""Prepares the first start: a folder for data, and an env file with fresh secrets. Needs nothing but Python."""

import argparse
import base64
import os
import secrets
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"

SECRETS = """\
# Written by the first start. .env.example lists every setting; what stands here wins over the defaults.
# Keep a copy of TOKEN_KEYS away from this machine: without it no stored seller token can be opened again.
SECRET_KEY={secret_key}
TOKEN_KEYS={token_key}
"""

DEMO = """\
DEMO=on
DATABASE_URL=sqlite:///data/demo.sqlite3
"""


def env_file_text(*, demo: bool) -> str:
    token_key = base64.urlsafe_b64encode(os.urandom(32)).decode()  # what a Fernet key is
    text = SECRETS.format(secret_key=secrets.token_urlsafe(50), token_key=token_key)
    return text + DEMO if demo else text


def make_data_dir(folder: Path) -> None:
    """Create the folder for this user alone: the database holds buyers' names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_once(path: Path, text: str) -> bool:
    """Create the file, with mode 600 before anything is in it. False when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def warning_about(path: Path) -> str | None:
    """A warning when other users of this machine can read the file, or None."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return f"{path} holds secrets and others on this machine can read it (mode {mode:o}). Run: chmod 600 {path}"
    return None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m dashboard.first_run", description=__doc__)
    parser.add_argument("--file", default=os.environ.get("ENV_FILE") or ".env", help="default: ENV_FILE, else .env")
    parser.add_argument("--demo", action="store_true", help="write the settings of the demo besides the secrets")
    options = parser.parse_args(arguments)
    path = BASE_DIR / options.file
    try:
        make_data_dir(DATA_DIR)
        written = write_once(path, env_file_text(demo=options.demo))
    except OSError as error:
        sys.exit(f"{error.filename} cannot be made ({error.strerror}).")
    if written:
        sys.stdout.write(f"Wrote {path} with fresh secrets (mode 600).\n")
    elif warning := warning_about(path):
        sys.stderr.write(f"Warning: {warning}\n")


if __name__ == "__main__":
    main()
