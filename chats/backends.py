from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class AgentBackend(ModelBackend):
    """Fetches the user of a request together with their preferences: one query a request instead of two."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("desk_settings").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
