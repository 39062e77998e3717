from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("chats.urls")),
    path("admin/", admin.site.urls),
    path("language/", login_not_required(set_language), name="set_language"),
]

handler400 = "chats.views.errors.bad_request"
handler403 = "chats.views.errors.forbidden"
handler404 = "chats.views.errors.not_found"
handler500 = "chats.views.errors.server_error"
