import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from chats.sandbox import SELLERS, Sandbox, cli, listing
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
