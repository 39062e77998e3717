from datetime import timedelta

import pytest

from chats.clock import is_ahead
from tests.desk_fixture import NOW

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(-1, False), (0, False), (1, True), (3600, True), (3660, True), (3661, False), (86_400, False)],
)
def test_a_moment_is_ahead_unless_it_is_further_than_it_was_ever_put(ahead, expected):
    assert is_ahead(NOW + timedelta(seconds=ahead), HOUR, now=NOW) is expected
