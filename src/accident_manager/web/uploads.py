"""Files as they come in: kept in memory only, so that no paper ever lies on a disk in clear.

A file that is too large is read to its end without being kept, so that the form can say which one it was.
"""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from accident_manager.claims.rules.uploads import LARGEST

# What one request may bring; more waits for the next.
LARGEST_TOGETHER = 5 * LARGEST


class ReceivedFile(SimpleUploadedFile):
    """`is_whole` is false when the content was not kept; `size` always is the size of what was sent."""

    is_whole = True


class InMemory(FileUploadHandler):
    """Keeps each file up to the limit of one, and all files of a request up to theirs."""

    def __init__(self, request=None) -> None:  # type: ignore[no-untyped-def]
        super().__init__(request)
        self._together = 0
        self._kept: list[bytes] = []
        self._is_whole = True

    def new_file(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().new_file(*args, **kwargs)
        self._kept, self._is_whole = [], True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not self._is_whole:
            return
        self._together += len(raw_data)
        if start + len(raw_data) > LARGEST or self._together > LARGEST_TOGETHER:
            self._together -= start + len(raw_data)
            self._kept, self._is_whole = [], False
        else:
            self._kept.append(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile:
        received = ReceivedFile(self.file_name or "", b"".join(self._kept), self.content_type or "")
        received.size, received.is_whole = file_size, self._is_whole
        self._kept = []
        return received
