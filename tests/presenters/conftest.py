from collections.abc import Iterator
from datetime import UTC

import pytest
from django.utils import timezone, translation


@pytest.fixture(autouse=True)
def _english_in_utc() -> Iterator[None]:
    with timezone.override(UTC), translation.override("en"):
        yield
