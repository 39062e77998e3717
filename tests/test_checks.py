import contextlib
import os
import sqlite3

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core import checks
from django.db.models import JSONField

from chats.market.token import Token
from chats.models import Seller
from dashboard.checks import SQLITE, stop_on_errors
from dashboard.environment import BACKENDS

KEY = Fernet.generate_key().decode()


def ids(**rest):
    return [message.id for message in checks.run_checks(**rest) if message.id.startswith("desk.")]


def test_a_sound_installation_has_nothing_to_complain_about():
    assert ids() == []


def test_a_plain_connection_is_told_of_and_is_no_warning(settings):
    settings.HTTPS = False

    told = [message for message in checks.run_checks(include_deployment_checks=True) if message.id == "desk.I001"]

    assert [message.level for message in told] == [checks.INFO]
    assert "HTTPS=on" in told[0].hint  # as all documents write it

    settings.HTTPS = True

    assert "desk.I001" not in ids(include_deployment_checks=True)


def test_the_checks_need_no_database_to_know_that_it_has_json():
    columns = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, JSONField)]

    # From Django 6 on they would open it (JSONField.check), and before the first start there is no folder for its file.
    assert columns
    assert [
        str(field) for field in columns if "supports_json_field" not in field.model._meta.required_db_features
    ] == []


@pytest.mark.parametrize(("version", "told"), [((3, 40, 1), True), ((3, 51, 3), False)])
def test_an_sqlite_with_the_wal_reset_bug_is_told_of(monkeypatch, settings, version, told):
    settings.HTTPS = True
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr("chats.checks.uses_sqlite", lambda: True)

    assert ids(include_deployment_checks=True) == (["desk.I002"] if told else [])


@pytest.mark.django_db
def test_a_stored_token_that_no_key_opens_is_named_by_its_seller(settings):
    Seller.objects.create(name="Дом и сад", business_id=1, token=Token("secret"))
    Seller.objects.create(name="Without", business_id=2)
    assert ids(databases=["default"]) == []

    settings.TOKEN_KEYS = [KEY]

    [told] = checks.run_checks(tags=["database"], databases=["default"])
    assert (told.id, told.level, "Дом и сад" in told.msg) == ("desk.W001", checks.WARNING, True)


@pytest.mark.parametrize(
    "place",
    ["file/desk.sqlite3", "folder", "letter.txt"],
    ids=["below a file", "a folder", "a file of another kind"],
)
def test_a3_a_database_file_that_cannot_be_used_is_told_of(settings, monkeypatch, tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "letter.txt").write_text("Dear canary, " * 100)
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": SQLITE, "NAME": str(tmp_path / place)})

    [told] = checks.run_checks(tags=["files"])

    assert (told.id, "DATABASE_URL" in told.msg, "canary" in told.msg) == ("desk.E005", True, False)


def test_a3_a_damaged_database_is_not_called_a_file_of_another_kind(settings, monkeypatch, tmp_path):
    file = tmp_path / "desk.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE kept (text)")
        database.execute("INSERT INTO kept VALUES (zeroblob(20000))")
        database.commit()
    file.write_bytes(file.read_bytes()[:8192])
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": SQLITE, "NAME": str(file)})

    [told] = checks.run_checks(tags=["files"])

    assert "is damaged: restore a backup" in told.msg


def test_a3_a_folder_that_this_user_may_not_write_is_told_of(settings, monkeypatch, tmp_path):
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": SQLITE, "NAME": str(tmp_path / "data/desk.sqlite3")})
    monkeypatch.setattr(os, "access", lambda place, mode: False)  # root, as which tests may run, may write anywhere

    assert "desk.E005" in ids(tags=["files"])


@pytest.mark.parametrize("place", ["new.sqlite3", "data/new.sqlite3", "empty.sqlite3", "desk.sqlite3"])
def test_a3_a_database_file_that_is_new_empty_or_one_is_fine(settings, monkeypatch, tmp_path, place):
    (tmp_path / "empty.sqlite3").touch()
    with contextlib.closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as database:
        database.execute("CREATE TABLE chat (id)")
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": SQLITE, "NAME": str(tmp_path / place)})

    assert checks.run_checks(tags=["files"]) == []


def test_a3_a_folder_for_static_files_that_cannot_be_made_is_told_of(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "file" / "staticfiles"
    (tmp_path / "file").touch()

    assert "desk.E006" in ids(tags=["files"])


def test_o2_a_name_that_is_no_setting_is_told_of_and_stops_nothing(settings):
    settings.UNKNOWN_SETTINGS = [".env, line 3 sets nothing that the desk knows. Is HTTPS meant?"]

    [told] = [message for message in checks.run_checks() if message.id == "desk.W002"]

    assert told.level == checks.WARNING and "line 3" in told.msg


def test_a3_a_backend_for_the_background_that_is_not_there_or_has_no_queue_is_told_of(settings):
    settings.TASKS = {"default": {"BACKEND": "nowhere.at.all.Backend"}}
    assert ids(tags=[checks.Tags.files]) == ["desk.E008"]
    with pytest.raises(SystemExit, match="TASKS_BACKEND names what is not installed here"):
        stop_on_errors()

    settings.TASKS, settings.TASKS_URL = {"default": {"BACKEND": BACKENDS["rq"]}}, ""
    assert ids(tags=[checks.Tags.files]) == ["desk.E009"]
    with pytest.raises(SystemExit, match="needs a TASKS_URL"):
        stop_on_errors()

    settings.TASKS_URL = "redis://127.0.0.1:6379/0"
    assert ids(tags=[checks.Tags.files]) == []
