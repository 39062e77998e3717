from collections.abc import Iterator

import pytest

from chats.sandbox import Sandbox
from tests.desk_fixture import NOW


@pytest.fixture(scope="session")
def sandbox_of_now() -> Iterator[Sandbox]:
    with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox


@pytest.fixture
def market_of_now(sandbox_of_now: Sandbox, settings) -> Iterator[Sandbox]:
    """The sandbox as the desk's Market, begun at the tests' own time, of which is then what is written there."""
    sandbox_of_now.reset()
    settings.MARKET_API_URL = sandbox_of_now.url
    yield sandbox_of_now
    sandbox_of_now.reset()
