from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from chats.market.limits import LARGEST_FILE

TAKES_A_FILE = "reply-file"  # the one address of the desk that does
# A file somewhat over it is read to its end and thrown away, so that a person is told in words.
MOST_READ = 4 * LARGEST_FILE


class OneFileInMemory(FileUploadHandler):
    """One file of a signed-in agent at the one address that takes it, in memory and nowhere else.

    Django would write what anybody sends into the machine's temporary folder before it knows who sends it, and its
    limit on the size of a form does not count files.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.takes_one = takes_a_file(self.request)
        if content_length > (MOST_READ if self.takes_one else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            raise RequestDataTooBig("A form with files is larger than any form of the desk.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.takes_one or self.field_name != "file":
            raise SkipFile
        self.takes_one = False
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= LARGEST_FILE:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        self.content.seek(0)
        about = (self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        return InMemoryUploadedFile(self.content, *about)


def takes_a_file(request: object) -> bool:
    found = getattr(request, "resolver_match", None)
    return bool(found and found.view_name == TAKES_A_FILE and request.user.is_authenticated)  # type: ignore[attr-defined]
