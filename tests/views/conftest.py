import pytest


@pytest.fixture
def signed_in(client, agent):
    """An agent's browser."""
    client.force_login(agent)
    return client
