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


def note_upload_limit(form, request, name, advice):
    """Say in a form why its file is missing if it was above the upload limit, and what to do.

    `name` is its field, `advice` a sentence. Sets `form.is_too_large`, on which its status depends.
    """
    form.is_too_large = getattr(request, "is_upload_too_large", False)
    if form.is_too_large:
        limit = f"{settings.MAX_UPLOAD_BYTES / 1e6:,.0f} MB"
        form.fields[name].error_messages["required"] = f"This is more than {limit}. {advice}"
