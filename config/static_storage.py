"""How collected static files are joined, named and compressed."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one style sheet that pages link, and how it names its parts, which stand beside it.
SHEET = "css/app.css"
PART = re.compile(r"""@import url\("([^"/]+)"\) layer\((\w+)\);""")


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names every file by its content, those named in `import` statements of ours included.

    Without this a changed module would be taken from a browser's cache for as long as the
    module that imports it has not changed. Django finds an import only where a semicolon ends it.
    """

    # Our modules alone: other packages name types in comments that look like imports.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
    # One pass settles one level of modules that import modules.
    max_post_process_passes = 20

    def post_process(self, paths, dry_run=False, **options):
        """Put the parts of the style sheet in their places: one answer instead of forty.

        Together they also compress to little more than half of what they take one by one.
        """
        if SHEET in paths:
            whole = InMemoryStorage()
            whole.save(SHEET, ContentFile(_joined(paths).encode()))
            paths = paths | {SHEET: (whole, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def _joined(paths):
    return PART.sub(
        lambda part: f"@layer {part[2]} {{\n{_read(paths, f'css/{part[1]}')}}}\n",
        _read(paths, SHEET),
    )


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
