from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DashboardConfig(AppConfig):
    name = "dashboard"


class DeskAdminConfig(AdminConfig):
    default_site = "chats.admin_site.DeskAdminSite"
