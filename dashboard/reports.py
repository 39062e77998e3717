"""What error pages and error reports may show."""

from collections.abc import ItemsView
from types import FrameType

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter


class NoValuesFilter(SafeExceptionReporterFilter):
    """Shows code and the names of settings and variables, but no values: a token or a buyer's words may be among them.

    Django's own filter is inactive while DEBUG is on, and every local variable of every frame is then printed.
    https://docs.djangoproject.com/en/stable/howto/error-reporting/#custom-error-reports
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def cleanse_setting(self, key: object, value: object) -> str:
        return self.cleansed_substitute  # for settings and a request's META: the address of a proxy holds a password

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict | dict[str, str]:
        return {name: self.cleansed_substitute for name in request.POST} if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, str]:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
