from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from chats import checks, database


class ChatsConfig(AppConfig):
    name = "chats"
    verbose_name = _("Desk")

    def ready(self) -> None:
        checks.register()
        connection_created.connect(database.use_fair_locking)
