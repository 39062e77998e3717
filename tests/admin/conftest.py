import pytest


@pytest.fixture
def admin(client, boss):
    """A superuser's browser."""
    client.force_login(boss)
    return client
