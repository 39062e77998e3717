from collections.abc import ItemsView
from types import FrameType

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter


class NoValuesFilter(SafeExceptionReporterFilter):
    """Error pages and reports show code and settings' names, and no value that a token or a buyer's words may be in.

    Django's own filter stands aside while DEBUG is on, and then every local variable of every frame is printed.
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict | dict[str, str]:
        return {name: self.cleansed_substitute for name in request.POST} if request else {}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> ItemsView[str, str]:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()
