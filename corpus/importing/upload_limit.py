from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class LimitedUpload(FileUploadHandler):
    """Discards what exceeds the upload limit, and sets `is_upload_too_large` on the request.

    All files of a request have it together.

    The rest of the file is read and discarded, so that the browser gets a response.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self._size = 0

    def receive_data_chunk(self, raw_data, start):
        self._size += len(raw_data)
        if self._size > settings.MAX_UPLOAD_BYTES:
            self.request.is_upload_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        """Leave the file to the next handlers."""
