"""Where uploaded files go: into memory, and only from the forms that take files."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from chats.market.limits import LARGEST_FILE

# The only routes that take files: the first takes one, the second a text with its files from a browser without scripts.
FILE_ROUTES = {"reply-file", "reply"}
# A file above LARGEST_FILE is still read to its end, and thrown away, so that the form can say that it is too large.
# Above this the request is refused at once, whatever is in it: it is all held in memory.
MOST_READ = 4 * LARGEST_FILE


class FilesInMemory(FileUploadHandler):
    """Takes files from a signed-in agent on FILE_ROUTES, into memory.

    Django's own handlers write files from anybody into the temporary folder, before it is known who sends them, and
    DATA_UPLOAD_MAX_MEMORY_SIZE does not count files.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.takes_files = takes_files(self.request)
        if content_length > (MOST_READ if self.takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            raise RequestDataTooBig("A form with files is larger than any form of the desk.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.takes_files or self.field_name != "file":
            raise SkipFile
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= LARGEST_FILE:  # so that one that is too large is longer than that here, too
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        self.content.seek(0)
        about = (self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        return InMemoryUploadedFile(self.content, *about)


def takes_files(request: object) -> bool:
    found = getattr(request, "resolver_match", None)
    # Django types the request of an upload handler as an object.
    return bool(found and found.view_name in FILE_ROUTES and request.user.is_authenticated)  # type: ignore[attr-defined]
