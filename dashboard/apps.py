from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from dashboard import checks


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self) -> None:
        checks.register()


class DeskAdminConfig(AdminConfig):
    default_site = "chats.admin_site.DeskAdminSite"

    def ready(self) -> None:
        super().ready()
        # Django calls it “Authentication and Authorization”. Types are found by the app's own name in INSTALLED_APPS,
        # so that stays as it is.
        apps.get_app_config("auth").verbose_name = _("People")
