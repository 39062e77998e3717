from django.contrib import admin
from django.urls import include, path

from chats.views import preferences

urlpatterns = [
    path("", include("chats.urls")),
    path("admin/", admin.site.urls),
    path("language/", preferences.choose_language, name="set_language"),
]

handler400 = "chats.views.errors.bad_request"
handler403 = "chats.views.errors.forbidden"
handler404 = "chats.views.errors.not_found"
handler500 = "chats.views.errors.server_error"
