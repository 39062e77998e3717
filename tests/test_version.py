"""O7, A6: a database of another version than the code, older or newer."""

import hashlib
import secrets
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from chats import schema
from chats.management.row_command import RowCommand
from tests.faults.processes import address_of_database
from tests.serve_fixture import BASE_DIR, get, manage, started

# Migrations that have landed are never edited: a database that has applied them would not get the change. Each new one
# gets a line, and may only be edited, line and all, until it lands.
LANDED = {
    "0001_first.py": "5feb335ecccc454fa89c6b87e36b00437516fd17387d5f5e565444fd5f32b89e",
    "0002_lookup_by_agent.py": "85e5847c8a7c6197a041c7591bc59ce39ca48d78dfd2b96c382d5f09acd31816",
    "0003_conversation.py": "b7aea394780313264f2f55dbb6b4a7b1e16174900c4dd713f409a88c20dd586a",
    "0004_due.py": "9f2acd2a36da5e7cae3e2f02a0f5320b413b9e4bbe3edbe4fb8577ecf8bd99a9",
    "0005_kind_of_limit.py": "0ae879c38353f4f77c390cddabfb095a5fb4efc7beb027f384ea8b7ae06582d9",
    "0006_freshness.py": "2cab597e32bc1384b804f5f6738c86c6f3aa83ffa8e0b6ebe68b718cd1ebbe5c",
    "0007_lookup_by_own_number.py": "1961be346b19ff24b987875785053ab623ee2a03199d3e2f44845d012621b837",
    "0008_draft_versions.py": "0618faeb804def98b7af3d350e87df11d32d7cc53b4fd528d8af93ac97eb3b87",
    "0009_buyer_key.py": "e227b850bbf5d0db292fbc9a0392cf2edf9bca9f21ffbc4adb33400f7f148f6a",
    "0010_same_subject.py": "19238eed6ec23d48391a1a79d1d5bf9a517554bf1e49d24906f6ef179b2608b6",
    "0011_unreadable.py": "17b2c93001dd61086cb0778d36febeb24c9ff4294765cbb57dbfe506dfe8038c",
    "0012_mirror.py": "38ff1c5d469e19f44c477df4b7b84c2367f54ccdd6598be0315159f6cbacbd24",
    "0013_inbox.py": "e7b4a3b534484d92c7b09b6f0bce5313b09223b15cd6902273e7af9c1d8509a4",
    "0014_search.py": "78e6a39b5c36d6d0695d84d0f07836093a21fc33118699ffe724c8c724fd6e06",
    "0015_after_sending.py": "5ba946475f97a871208a241f38ead298d6bf466c6504107c4219769cac24c203",
    "0016_roles.py": "8762b8b56105013753f688235168ee4a9247c085a3455544dfb4f15f41800938",
    "0017_invitations.py": "ee33f4648675d66b15d603f9e4eb3eca0a71a1f93b9557982e8f9eb1995ef79d",
    "0018_snooze.py": "43d6c20514a41914a40a5816d2de88470694e56a0b382a0216c08fb4354c8abc",
    "0019_snoozed_by_seller.py": "30fd83af68c2cf50095569739985f7f3c9463e7d195fc54ab45def26e50a7d54",
    "0020_reports.py": "7cae1537fbc9b9e36f7a777621ef2bc9ca6196220fb910cb8a2a6d9a4b88c538",
    "0021_store_all.py": "8004442521b63af974c61e7049731a3fee962038453385bab7170220176fea83",
    "0022_presence.py": "52c7ed5465ff4f1bb0f3209485b1f103ecd22894e3479ec830ab9acff891a374",
    "0023_tags.py": "84dc6fb56e55066e0f0f435643de5df08dca1b189f4a5f51ba03d0dbfa765047",
    "0024_board.py": "0a8e743dc0fb708652f3d5adc292341f7d25978547627a411b8e1f851fac7570",
    "0025_notes.py": "f6c91dbf6fb9069b6918b61cf29eb1f1fbf262521bdbba4025aae1d999d45764",
    "0026_holders.py": "d647ff871a0da9ed6c3c4e39003760c0821a120cca4256413d14f81629096120",
    "0027_note_search.py": "0b57670ad17660e4e743d48cb26e5d495e1ac599a04461d96e2bea85f69b2134",
    "0028_load_at_seller.py": "b3fd4b72e236361b25b36ab125617e5ba3ce387f9d42fd530e75525e2f0b5efa",
    "0029_answers_of_a_team.py": "6c7ccde3f322c86b30b95c2f3b3a393c1e239c92a6ebf91307091ea549aa7f3e",
}
FUTURE = "9999_of_the_future"


def test_o7_a_landed_migration_is_never_edited():
    migrations = (BASE_DIR / "chats/migrations").glob("[0-9]*.py")

    assert {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in migrations} == LANDED


@pytest.fixture
def newer(db) -> None:
    MigrationRecorder(connection).record_applied("chats", FUTURE)


@pytest.fixture
def older(db) -> None:
    MigrationRecorder(connection).record_unapplied("chats", "0004_due")


def test_o7_a_database_of_this_version_fits(db):
    MigrationRecorder(connection).record_applied("an_app_that_was_taken_out", "0001_initial")

    assert schema.misfit() is None


def test_o7_healthz_says_that_the_database_is_older_and_what_to_do(client, older):
    response = client.get("/healthz")

    assert response.status_code == 503
    assert "chats.0004_due" in response.text and "serve" in response.text


def test_a6_healthz_says_that_the_database_became_newer_under_a_running_desk(client, newer):
    response = client.get("/healthz")

    assert response.status_code == 503
    assert f"chats.{FUTURE}" in response.text and "Update the desk" in response.text


@pytest.fixture
def page_that_fails(agent, monkeypatch, page_of):
    visitor = Client(raise_request_exception=False)
    visitor.force_login(agent)

    def fail(problem):
        def raise_it(*_args, **_options):
            raise problem

        monkeypatch.setattr("chats.views.preferences.render", raise_it)
        response = visitor.get("/settings/")
        return response.status_code, page_of(response).cssselect("h1")[0].text_content()

    return fail


@pytest.mark.parametrize("problem", [OperationalError("no such column: x"), ProgrammingError("column x is not there")])
@pytest.mark.parametrize("version", ["older", "newer"])
def test_o7_a_page_that_meets_another_version_says_that_the_desk_is_being_updated(
    page_that_fails, request, problem, version
):
    request.getfixturevalue(version)

    assert page_that_fails(problem) == (503, "The desk is being updated")


def test_o7_where_the_versions_agree_a_mistake_of_ours_is_not_called_an_update(page_that_fails):
    assert page_that_fails(ProgrammingError("column x is not there"))[0] == 500
    assert "database" in page_that_fails(OperationalError("database is locked"))[1]


@pytest.mark.parametrize("version", ["older", "newer"])
def test_a6_commands_that_work_on_rows_refuse_a_database_of_another_version(request, version):
    request.getfixturevalue(version)
    ours = [name for name, app in get_commands().items() if app == "chats"]

    assert len(ours) >= 2
    for name in ours:
        command = load_command_class("chats", name)
        assert isinstance(command, RowCommand)
        needed = {"token_file": "/dev/null"} if name == "add_seller" else {}
        with pytest.raises(CommandError, match=r"chats\.(0004_due|9999_of_the_future)"):
            call_command(command, **needed)


@pytest.fixture
def file(environment, tmp_path) -> Path:
    """The database of `environment`, as this version makes it."""
    (tmp_path / "data").mkdir()
    with manage("migrate", environment) as made:
        made.rest()
    return tmp_path / "data/desk.sqlite3"


def in_file(file: Path, sql: str) -> list:
    database = sqlite3.connect(file)
    with database:
        found = database.execute(sql).fetchall()
    database.close()
    return found


def test_a6_the_desk_does_not_start_on_a_database_of_a_newer_version(environment, file):
    in_file(file, f"INSERT INTO django_migrations (app, name, applied) VALUES ('chats', '{FUTURE}', '2030-01-01')")

    for command in ("serve", "check --database default"):
        with manage(command, environment) as desk:
            said = desk.rest()

        assert desk.process.returncode == 1
        assert f"chats.{FUTURE}" in said and "Update the desk" in said
        assert "Traceback" not in said


def test_o7_the_desk_brings_an_older_database_up_to_date_before_it_starts(environment, file):
    with manage("migrate chats 0003", environment) as back:
        back.rest()

    with manage("serve", environment) as desk:
        desk.until("The desk is at")
        health, _, _ = get(int(environment["PORT"]), "/healthz")
        desk.process.send_signal(signal.SIGTERM)
        desk.rest()

    assert health == 200
    assert in_file(file, "SELECT name FROM django_migrations WHERE name = '0004_due'")


@pytest.fixture
def fresh_database(transactional_db, environment, tmp_path) -> Iterator[dict[str, str]]:
    """An empty database of the kind that the tests use."""
    if connection.vendor == "sqlite":
        (tmp_path / "data").mkdir()
        yield environment
        return
    name = f"fresh_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {**environment, "DATABASE_URL": address_of_database(NAME=name)}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_o7_of_desks_that_start_together_one_migrates_and_the_others_wait(fresh_database):
    script = "import django; django.setup(); from dashboard.management import database; database.prepare_database()"
    environment = {**fresh_database, "DJANGO_SETTINGS_MODULE": "dashboard.settings"}

    with ExitStack() as together:
        starts = [together.enter_context(started([sys.executable, "-c", script], environment)) for _ in range(3)]
        said = [start.rest() for start in starts]

    assert [start.process.returncode for start in starts] == [0, 0, 0], said
