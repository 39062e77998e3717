"""What an administrator reads when the desk cannot start: a line for each fault, and never a secret."""

import os
import socket
import sys

import pytest

from tests.serve_fixture import BASE_DIR, free_ports, manage, started

CANARY = "canary-of-a-start"
SECRETS = f"SECRET_KEY={CANARY}-signs\nTOKEN_KEYS=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n"


def said_and_code(command, environment):
    program = manage(command, environment) if isinstance(command, str) else started(command, environment)
    with program as desk:
        said = desk.rest()
    return said.strip(), desk.process.returncode


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("PORT", "0"),
        ("WEB_THREADS", "0"),
        ("WEB_PROCESSES", "0"),
        ("TIME_ZONE", CANARY),
        ("ALLOWED_HOSTS", ""),
        ("HTTPS", "enabled"),
        ("DATABASE_URL", f"mongodb://me:{CANARY}@db/desk"),
        ("DATABASE_URL", f"postgres://desk:{CANARY}@127.0.0.1:1/desk"),
        ("DATABASE_URL", f"sqlite:///{__file__}"),
        ("DATABASE_URL", "sqlite:////proc/desk/desk.sqlite3"),
        ("DATABASE_URL", "sqlite:////dev/null/desk.sqlite3"),
        ("DATABASE_URL", f"sqlite:////tmp/{'x' * 300}/desk.sqlite3"),
        ("DATABASE_URL", f"sqlite:////tmp/{'x' * 300}"),
        ("ENV_FILE", "/proc/no.env"),
        ("ENV_FILE", "/proc"),
    ],
)
def test_a3_a_start_that_cannot_succeed_ends_with_one_line_that_names_the_setting(environment, name, value):
    said, code = said_and_code("serve", {**environment, name: value})

    assert code == 1
    assert said.count("\n") == 0 and (name if name != "ENV_FILE" else value) in said
    assert "Traceback" not in said and CANARY not in said


def test_a3_a_host_that_is_not_of_this_machine_is_one_line(environment):
    said, code = said_and_code("serve", {**environment, "HOST": "192.0.2.1"})

    assert (code, said.count("\n")) == (1, 0)
    assert said.startswith("HOST is no address of this machine")


def test_o2_the_check_finds_every_fault_at_once(environment, tmp_path):
    file = tmp_path / "desk.env"
    file.write_text(f"TOKEN_KEYS: {CANARY}\nexport SECRET_KEY\nHTTPS=yes please\nDEBUG=maybe\n{CANARY}\n")
    environment = {"PATH": environment["PATH"], "ENV_FILE": str(file), "PORT": "70000"}

    said, code = said_and_code("check", environment)

    assert code == 1 and CANARY not in said and "Traceback" not in said
    lines = [line.removeprefix(f"{file}, ").split(" ")[:3] for line in said.splitlines()]
    assert [" ".join(words[:2]) if words[0] == "line" else words[0] for words in lines] == [
        *("line 1", "line 2", "line 5"),
        *("PORT", "HTTPS", "DEBUG"),
    ]


BROKEN = {
    "a colon": f"TOKEN_KEYS: {CANARY}\nSECRET_KEY: {CANARY}\nDATABASE_URL: {CANARY}\n",
    "export alone": f"export TOKEN_KEYS {CANARY}\nexport SECRET_KEY {CANARY}\n",
    "open quotes": f'SECRET_KEY="{CANARY}\nTOKEN_KEYS=\'{CANARY}\nMARKET_PROXY="{CANARY}" x\n',
    "a bare secret": f"{SECRETS}{CANARY}\nPORT=none\n",
    "a name that is a secret": f"{SECRETS}{CANARY.replace('-', '_')}=x\nPORT=none\n",
    "secrets in the wrong places": "".join(
        f"{name}={CANARY}\n" for name in ("PORT", "HOST", "HTTPS", "TIME_ZONE", "DATABASE_URL", "MARKET_PROXY", "DEBUG")
    ),
    "bad keys": f"SECRET_KEY={CANARY}\nTOKEN_KEYS={CANARY},{CANARY}-2\n",
    "UTF-16": f"SECRET_KEY={CANARY}\n".encode("utf-16"),
    "another charset": f"# ключ\nSECRET_KEY={CANARY}\n".encode("cp1251"),
    "a byte order mark and a bad port": f"\ufeff{SECRETS}PORT=none\n",
}
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "dashboard/gunicorn.conf.py", "--print-config"]
COMMANDS = [
    *("check", "serve", "demo", "migrate", "diffsettings", "help", "add_seller --help", "dbshell", "nonsense"),
    "check --deploy --database default",
    GUNICORN,
    [sys.executable, "-m", "dashboard.first_run"],
    [sys.executable, "-c", "import dashboard.wsgi"],
]
THOROUGHLY = {"a colon", "secrets in the wrong places"}


@pytest.mark.parametrize("kind", BROKEN)
def test_a1_no_command_prints_what_stands_in_an_env_file_that_cannot_be_used(kind, environment, tmp_path):
    file = tmp_path / "desk.env"
    content = BROKEN[kind]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    environment = {"PATH": environment["PATH"], "ENV_FILE": str(file), "PYTHONPATH": str(BASE_DIR)}

    for command in COMMANDS if kind in THOROUGHLY else COMMANDS[:2]:
        said, _ = said_and_code(command, environment)

        assert CANARY not in said and CANARY.replace("-", "_") not in said, command
        # Under another server than ours, and in Django's list of commands, more than the faults is printed.
        assert "Traceback" not in said or "import dashboard.wsgi" in command, (command, said)


@pytest.mark.parametrize("command", ["shell -c pass", "makemessages --all", "check"])
def test_a3_no_command_goes_on_without_its_settings(environment, command):
    said, code = said_and_code(command, {**environment, "PORT": "0"})

    assert (code, said.split()[0], said.count("\n")) == (1, "PORT", 0)


def test_a1_the_list_of_settings_shows_no_secret(environment):
    environment |= {
        "SECRET_KEY": f"{CANARY}-signs",
        "DATABASE_URL": f"postgres://desk:{CANARY}@127.0.0.1:1/desk",
        "MARKET_PROXY": f"http://me:{CANARY}@127.0.0.1:1",
    }

    for options in ("", " --all", " --output unified", " --all --output unified"):
        said, code = said_and_code(f"diffsettings{options}", environment)

        assert code == 0 and "TIME_ZONE" in said
        assert CANARY not in said and environment["TOKEN_KEYS"] not in said

    said, code = said_and_code(GUNICORN, environment)

    assert code == 0 and "threads" in said
    assert CANARY not in said and environment["TOKEN_KEYS"] not in said


def test_a1_a_database_away_is_one_line_for_every_command(environment):
    environment |= {"DATABASE_URL": f"postgres://desk:{CANARY}@127.0.0.1:{free_ports()}/desk"}

    for command in ("migrate", "rotate_tokens --check", "add_seller --token-file /dev/null", "dumpdata chats"):
        said, code = said_and_code(command, environment)

        assert code == 1 and CANARY not in said and "Traceback" not in said, (command, said)


def test_a3_a_port_in_use_is_said_before_the_folder_is_made(environment, tmp_path):
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        said, code = said_and_code("serve", environment)

    assert (code, said.count("\n"), os.listdir(tmp_path)) == (1, 0, [])


def test_o5_a_machine_without_zone_files_has_those_of_the_desk(environment):
    script = "import django; django.setup(); from django.utils import timezone; print(timezone.localtime().tzname())"
    bare = {**environment, "PYTHONTZPATH": "", "DJANGO_SETTINGS_MODULE": "dashboard.settings"}

    said, code = said_and_code([sys.executable, "-c", script], {**bare, "TIME_ZONE": "Asia/Shanghai"})

    assert (said, code) == ("CST", 0)


def test_o5_zones_that_are_nowhere_are_told_of_at_the_start(environment, tmp_path):
    (tmp_path / "tzdata").mkdir()
    (tmp_path / "tzdata/__init__.py").write_text("raise ImportError")  # as if the package were not there
    bare = {**environment, "PYTHONTZPATH": "", "PYTHONPATH": str(tmp_path)}

    said, code = said_and_code("check", bare)

    assert code == 1 and said.count("\n") == 0
    assert said.startswith("TIME_ZONE") and "tzdata" in said
