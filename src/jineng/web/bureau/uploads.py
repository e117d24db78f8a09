"""Takes an uploaded file into memory, and no more of it than a book may have: nothing of it touches the disk unsealed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from jineng.domain.settlements.rules import SIZE_LIMIT_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class BoundedUploadHandler(FileUploadHandler):
    """Keeps files in memory up to the size limit of a book; a larger one is dropped and ``too_large`` set on the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start a file."""
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece of the file.

        Raises:
            StopUpload: the file is too large; the rest is read and forgotten, so that the page can say so.
        """
        if start + len(raw_data) > SIZE_LIMIT_BYTES:
            self.request.too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Hand the file over."""
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
