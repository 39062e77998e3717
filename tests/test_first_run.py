import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from dashboard import first_run

BASE_DIR = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setattr(first_run, "DATA_DIR", tmp_path / "data")
    return tmp_path / "data"


def values(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if not line.startswith("#"))


def test_the_first_start_writes_fresh_secrets_that_only_their_owner_can_read(tmp_path, data_dir):
    first_run.main(["--file", str(tmp_path / "one.env")])
    first_run.main(["--file", str(tmp_path / "two.env")])

    one, two = values(tmp_path / "one.env"), values(tmp_path / "two.env")
    assert stat.S_IMODE((tmp_path / "one.env").stat().st_mode) == 0o600
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700
    assert len(one["SECRET_KEY"]) >= 50
    assert Fernet(one["TOKEN_KEYS"]).decrypt(Fernet(one["TOKEN_KEYS"]).encrypt(b"token")) == b"token"
    assert one.keys() == two.keys() and not set(one.values()) & set(two.values())


def test_a_file_that_is_there_is_left_alone_and_its_loose_mode_is_said(tmp_path, capsys):
    path = tmp_path / "desk.env"
    path.write_text("SECRET_KEY=mine\n")
    path.chmod(0o644)

    first_run.main(["--file", str(path)])

    assert path.read_text() == "SECRET_KEY=mine\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert "chmod 600" in capsys.readouterr().err


def test_the_environment_chooses_the_file_and_the_demo_brings_its_own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "demo.env"))

    first_run.main(["--demo"])

    written = values(tmp_path / "demo.env")
    assert written["DEMO"] == "on"
    assert written["DATABASE_URL"].endswith("demo.sqlite3")


def test_it_runs_in_a_python_that_has_nothing_installed():
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.append({str(BASE_DIR)!r}); import dashboard.first_run",
    ]

    assert subprocess.run(command, check=False).returncode == 0
