"""How collected static files are joined, named and compressed."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The style sheet that every page links, and how it imports its parts: by a path from `css/`.
SHEET = "css/app.css"
PART = re.compile(r"""@import url\("([^":]+)"\) layer\((\w+)\);""")

OUR_MODULE = re.compile(r"js/.+\.js")
# What has its lines to itself, as our comments have; no text of ours has a line like that.
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/[ \t]*)\n", re.MULTILINE)


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
        """Send our style sheet as one file, and neither it nor our modules with comments.

        One answer instead of forty, and together half of what the parts take one by one.
        """
        ours = InMemoryStorage()
        texts = {name: _read(paths, name) for name in paths if OUR_MODULE.fullmatch(name)}
        if SHEET in paths:
            texts[SHEET] = _joined(paths)
        for name, text in texts.items():
            ours.save(name, ContentFile(COMMENT.sub("", text).encode()))
        paths = paths | {name: (ours, name) for name in texts}
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
