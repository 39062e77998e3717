from functools import cache

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from chats.statements import Parameter, Statement


class AgentBackend(ModelBackend):
    """Fetches the user of a request together with their preferences: one query a request instead of two."""

    def get_user(self, user_id: int) -> User | None:
        user = next(iter(with_preferences().run(pk=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def with_preferences() -> Statement[User]:
    return Statement(User.objects.select_related("desk_settings").filter(pk=Parameter("pk")))
