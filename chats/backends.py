from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser

from chats.models import AgentSettings


class AgentBackend(ModelBackend):
    """Django's users, fetched together with how they want the desk: one query a request instead of two."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        users = AgentSettings._meta.get_field("agent").related_model._default_manager
        user = users.select_related("desk_settings").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
