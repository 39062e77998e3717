"""What the desk knows of a buyer."""

import unicodedata
from collections.abc import Sequence

from django.contrib.auth.models import User

from chats.market.text import visible
from chats.models import Chat
from chats.services import people

MOST_OTHERS = 200  # the page says so where a buyer has more
LONGEST_KEY = 100  # characters


def buyer_key(name: str) -> str:
    """A buyer's name, or the beginning of one, as it is stored to be searched for: in one case, with ё as е and single
    spaces. SQLite folds the case of no letters but ASCII's, so the desk does it for both databases."""
    folded = unicodedata.normalize("NFKC", visible(name)).casefold().replace("ё", "е")
    return " ".join(folded.split())[:LONGEST_KEY]


def other_chats(agent: User, chat: Chat) -> Sequence[Chat]:
    """The buyer's other chats that the desk knows, at the sellers this person may see; who wrote last comes first.

    At most MOST_OTHERS, each with its seller. Empty when Market did not say who the buyer is: a name alone is nobody.
    """
    if not chat.customer_public_id.strip():
        return []
    same = people.chats_for(agent).filter(customer_public_id=chat.customer_public_id).exclude(pk=chat.pk)
    return people.with_sellers(agent, same.order_by("-updated_at")[:MOST_OTHERS])
