"""How collected static files are joined, named and compressed."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The one style sheet that pages link, and the rules that import its parts, by a path from `css/`.
STYLE_SHEET = "css/app.css"
IMPORT_RULE = re.compile(r"""@import url\("([^":]+)"\) layer\((\w+)\);""")

OUR_MODULE = re.compile(r"js/.+\.js")
# Comments on lines of their own, as ours are; no string of ours has such a line.
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
        """Bundle our style sheet into one file and strip comments from it and our modules.

        One response instead of forty, and together half the bytes of the parts.
        """
        ours = InMemoryStorage()
        texts = {name: _read(paths, name) for name in paths if OUR_MODULE.fullmatch(name)}
        if STYLE_SHEET in paths:
            texts[STYLE_SHEET] = _bundled_style_sheet(paths)
        for name, text in texts.items():
            ours.save(name, ContentFile(COMMENT.sub("", text).encode()))
        paths = paths | {name: (ours, name) for name in texts}
        yield from super().post_process(paths, dry_run, **options)


def _bundled_style_sheet(paths):
    return IMPORT_RULE.sub(
        lambda rule: f"@layer {rule[2]} {{\n{_read(paths, f'css/{rule[1]}')}}}\n",
        _read(paths, STYLE_SHEET),
    )


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
