import pytest

from chats.market.client import Client


@pytest.mark.parametrize(
    "address",
    [
        "",
        "market.example",
        "ftp://market.example",
        "http://",
        "http://u:hunter2@host",
        "http://host:99999",
        "http://h/?q",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_at_once_and_not_repeated(address: str) -> None:
    with pytest.raises(ValueError, match="must look like") as caught:
        Client(address)

    assert "hunter2" not in str(caught.value)


def test_the_proxy_may_need_a_password_but_must_be_http() -> None:
    Client("http://market.example", proxy="http://u:hunter2@proxy.example:3128")

    with pytest.raises(ValueError, match="proxy must look like"):
        Client("http://market.example", proxy="socks5://proxy.example")
