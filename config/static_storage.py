"""Bundles, names and compresses collected static files."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.module_bundle import bundles

# The one style sheet that pages link, and the rules that import its parts, by a path from `css/`.
STYLE_SHEET = "css/app.css"
IMPORT_RULE = re.compile(r"""@import url\("([^":]+)"\) layer\((\w+)\);""")

# The modules of the reading page, joined with all that they import; the first is asked for earlier.
BUNDLED_MODULES = ("js/reading/cards.js", "js/reading/page.js")

OUR_MODULE = re.compile(r"js/.+\.js")
# Comments of whole lines, the only kind in our style sheet.
COMMENT = re.compile(r"^[ \t]*/\*[\s\S]*?\*/[ \t]*\n", re.MULTILINE)
# Strings that have several lines are markup, in which it says nothing either.
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
# What jsmin does not read as such, and takes blanks from that say something: a pattern right after
# an arrow, a template within a template.
MISREAD = re.compile(r"=>\s*/[^/*]|\$\{[^}`]*`")


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names every file by its content, including those in our `import` statements.

    Otherwise a browser would use a changed module from its cache until the module that imports it
    changes too. Django recognises an import only if it ends with a semicolon.
    """

    # Only our modules: other packages have comments that look like imports.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
    # Each pass resolves one level of imports.
    max_post_process_passes = 20

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses = {}

    def url(self, name, force=False):
        """The address of a collected file, looked up once: collecting again restarts the desk."""
        key = name, force
        if key not in self._addresses:
            self._addresses[key] = super().url(name, force)
        return self._addresses[key]

    def post_process(self, paths, dry_run=False, **options):
        """Bundle our style sheet, and the modules of the reading page, into one file each.

        Strip them and our other modules of what says nothing. This makes one response of forty
        for the style sheet, two of sixty for the modules, and halves the bytes.
        """
        ours = InMemoryStorage()
        modules = {name: _read(paths, name) for name in paths if OUR_MODULE.fullmatch(name)}
        entries = [name for name in BUNDLED_MODULES if name in modules]
        joined = bundles(entries, modules.__getitem__)
        modules |= {name: bundle.text for name, bundle in joined.items()}
        texts = {name: _without_blanks(module) for name, module in modules.items()}
        if STYLE_SHEET in paths:
            texts[STYLE_SHEET] = COMMENT.sub("", _bundled_style_sheet(paths))
        for name, text in texts.items():
            ours.save(name, ContentFile(INDENTATION.sub("", text).encode()))
        paths = paths | {name: (ours, name) for name in texts}
        yield from super().post_process(paths, dry_run, **options)


def _without_blanks(module):
    return module if MISREAD.search(module) else jsmin(module)


def _bundled_style_sheet(paths):
    return IMPORT_RULE.sub(
        lambda rule: f"@layer {rule[2]} {{\n{_read(paths, f'css/{rule[1]}')}}}\n",
        _read(paths, STYLE_SHEET),
    )


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
