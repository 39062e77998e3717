"""L6: nothing that is tracked by git holds a secret, and the file with the real ones is its owner's alone."""

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from dashboard import first_run

BASE_DIR = Path(__file__).resolve().parent.parent.parent
TOKEN = re.compile(rb"ACMA:([0-9A-Za-z]{20,})")
MADE_UP = re.compile(rb"^(SANDBOX|CANARY|SECRET|x+$|0+$|A+$|([A-Za-z0-9])\2+$)", re.IGNORECASE)
OTHER_SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[0-9A-Za-z]{36}|\bAKIA[0-9A-Z]{16}\b|\by0_[0-9A-Za-z_-]{40}"
)
# What never belongs there, whatever is in it.
UNWANTED = re.compile(
    r"(^|/)\.env($|\.(?!example))|\.(sqlite3?|db|pem|key|p12|log|dump|bak|har)(-wal|-shm)?$|(^|/)data/"
)


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This is no checkout of git: there is no list of tracked files.")
    return [name for name in listed.stdout.split("\0") if name and (BASE_DIR / name).is_file()]


def test_l6_only_tokens_that_say_they_are_made_up_are_tracked(tracked):
    found = {
        name: token
        for name in tracked
        for token in TOKEN.findall((BASE_DIR / name).read_bytes())
        if not MADE_UP.match(token)
    }

    assert found == {}


def test_l6_no_other_secret_is_tracked(tracked):
    assert [name for name in tracked if OTHER_SECRETS.search((BASE_DIR / name).read_bytes())] == []


def test_l6_no_database_key_log_or_env_file_is_tracked(tracked):
    assert [name for name in tracked if UNWANTED.search(name)] == []


@pytest.mark.parametrize("name", [".env", "data/desk.sqlite3", "data/x", ".env.local"])
def test_l6_git_would_not_even_offer_to_track_one(tracked, name):
    assert subprocess.run(["git", "check-ignore", "-q", name], cwd=BASE_DIR, check=False).returncode == 0


def test_l6_the_file_with_the_secrets_is_its_owners_alone_from_its_first_byte(tmp_path):
    path, before = tmp_path / ".env", os.umask(0)
    try:
        first_run.write_once(path, "SECRET_KEY=x\n")
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert first_run.warning_about(path) is None


def test_l6_the_search_finds_a_token_that_looks_real():
    # In two pieces, or the search would find it here.
    assert TOKEN.search(b"Api-Key: ACMA" + b":q8ZtB3kLm5Xy7Wv1Rn2Pd4Fh6Js9Ga0Cb1De3Uf5:1a2b3c4d")
    assert not MADE_UP.match(b"q8ZtB3kLm5Xy7Wv1Rn2Pd4Fh6Js9Ga0Cb1De3Uf5")
    assert UNWANTED.search("data/desk.sqlite3-wal") and UNWANTED.search(".env") and not UNWANTED.search(".env.example")
