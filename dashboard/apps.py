from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from dashboard import checks


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self) -> None:
        checks.register()


class DeskAdminConfig(AdminConfig):
    default_site = "chats.admin_site.DeskAdminSite"
