import os
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from chats.sandbox import SELLERS, Sandbox, cli, listing
from chats.sandbox.content.chats import HOME_ROWS
from chats.sandbox.faults.faults import FAULTS
from chats.sandbox.faults.numbers import AFTER_THE_FIRST, ALWAYS, chat_number

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "sandbox.md"
ENVIRONMENT = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}


@pytest.mark.parametrize("command", [["manage.py", "sandbox"], ["-m", "chats.sandbox"]], ids=" ".join)
def test_it_runs_in_the_foreground_until_ctrl_c(command):
    process = subprocess.Popen(
        [sys.executable, *command, "--port", "0"], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)

    assert "http://127.0.0.1:" in said[-1]
    assert any(SELLERS[0].token in line for line in said)
    assert (rest, process.returncode) == ("Stopped.\n", 0)


def test_a_taken_port_gets_a_clear_word():
    said = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code = cli.run(Sandbox(port=port), said.append)

    assert code == 1
    assert said == [f"Port {port} is taken. Choose another with --port."]


def arguments(*words):
    parser = ArgumentParser()
    cli.add_arguments(parser)
    return vars(parser.parse_args(words))


def test_the_arguments_say_how_many_chats_there_are_and_how_they_are_listed():
    words = "--chats 500 --chats 2002=70 --open 30 --waiting 6 --order none --paging offset --no-reopening --traffic 60"

    with cli.make({**arguments(*words.split(), "--only-generated"), "port": 0}) as sandbox:
        truths = [sandbox.truth(seller.business_id) for seller in SELLERS]
        world = sandbox._state.world

        assert [len(truth) for truth in truths] == [500, 70]
        assert [sum(one.status != "FINISHED" for one in truth.values()) for truth in truths] == [30, 30]
        assert (world.order, world.paging, world.reopens) == ("none", "offset", False)
        assert sandbox._state.traffic is not None


def test_without_arguments_there_are_the_written_chats_and_nothing_happens_by_itself():
    with cli.make({**arguments(), "port": 0}) as sandbox:
        assert len(sandbox.truth(SELLERS[0].business_id)) == len(HOME_ROWS)
        assert sandbox._state.traffic is None


def test_the_arguments_say_where_notifications_go_and_how_well_they_work():
    words = "--notify 1001=http://127.0.0.1:9/a?b=c --notify-losses 0.1 --notify-delay-p99 9 --notify-retry 5"

    sandbox = cli.make({**arguments(*words.split(), "--no-notify-own"), "port": 0})

    settings = sandbox._notifier.settings
    assert sandbox._notify == {1001: "http://127.0.0.1:9/a?b=c"}
    assert (settings.losses, settings.delay, settings.delay_p99, settings.retry) == (0.1, 1.0, 9.0, 5.0)
    assert not settings.own


@pytest.mark.parametrize("value", ["http://127.0.0.1:8000/", "5=http://127.0.0.1/", "x=http://127.0.0.1/"])
def test_an_address_without_its_business_is_refused(value, capsys):
    with pytest.raises(SystemExit):
        arguments("--notify", value)

    assert "--notify" in capsys.readouterr().err


def test_an_address_elsewhere_gets_a_clear_word():
    said = []

    code = cli.run_as_told({**arguments("--notify", "1001=https://example.com/"), "port": 0}, said.append)

    assert (code, said) == (2, ["The sandbox sends to http:// addresses of loopback only."])


def test_numbers_that_do_not_fit_together_get_a_clear_word():
    said = []

    code = cli.run_as_told(arguments("--chats", "10", "--open", "11"), said.append)

    assert (code, len(said)) == (2, 1)
    assert "waiting ≤ open ≤ chats" in said[0]


@pytest.mark.parametrize("value", ["5=10", "many", "1001="])
def test_a_number_of_chats_that_makes_no_sense_is_refused(value, capsys):
    with pytest.raises(SystemExit):
        arguments("--chats", value)

    assert "--chats" in capsys.readouterr().err


def test_the_list_names_tokens_and_every_number():
    text = "\n".join(listing.lines())

    assert all(seller.token in text and str(seller.business_id) in text for seller in SELLERS)
    for fault in FAULTS:
        assert f"{chat_number(ALWAYS, fault)}  {chat_number(AFTER_THE_FIRST, fault)}  {fault.description}" in text


def test_the_documentation_lists_every_fault_as_it_is():
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| 90")]

    assert rows == [
        f"| {chat_number(ALWAYS, one)} | {chat_number(AFTER_THE_FIRST, one)} | `{one.name}` | {one.description} |"
        for one in FAULTS
    ]
