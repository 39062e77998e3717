from collections.abc import Callable

import pytest

from chats.models import Seller, Tag


@pytest.fixture
def tag_of(db) -> Callable[..., Tag]:
    """tag_of("Refund", home, tech): a tag of these sellers."""

    def make(name: str, *sellers: Seller, **details) -> Tag:
        tag = Tag.objects.create(name=name, **details)
        tag.sellers.set(sellers)
        return tag

    return make
