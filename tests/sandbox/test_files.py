from chats.sandbox import Sandbox, WorldOptions
from chats.sandbox.protocol.call import FILES_PATH

from .asking import HOME, ask

CHAT = 310037  # of a buyer who sends many files


def files_of(sandbox: Sandbox) -> list[str]:
    messages = sandbox.messages(HOME.business_id, CHAT)
    return [file.url for message in messages for file in message.files]


def test_files_have_addresses_of_markets_host_unless_told_otherwise(sandbox):
    addresses = files_of(sandbox)

    assert len(addresses) > 3
    assert all(url.startswith("https://files.messenger.yandex.net/file/") for url in addresses)


def test_files_can_lead_to_made_up_pictures():
    host = "http://127.0.0.1:1"
    with Sandbox(world=WorldOptions(files_url=host + FILES_PATH)) as sandbox:
        first, second, *_ = (url.removeprefix(host) for url in files_of(sandbox))

        answers = [ask(sandbox, "GET", path, token=None) for path in (first, second, first)]

    assert {(answer.status, answer.headers["Content-Type"]) for answer in answers} == {(200, "image/png")}
    one, other, again = (answer.body for answer in answers)
    assert one.startswith(b"\x89PNG\r\n")
    assert one == again != other
