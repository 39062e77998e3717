from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from chats import checks, database, validators


class ChatsConfig(AppConfig):
    name = "chats"
    verbose_name = _("Desk")

    def ready(self) -> None:
        checks.register()
        validators.guard_text_fields()
        connection_created.connect(database.use_fair_locking)
