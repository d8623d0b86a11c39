"""How collected static files are named and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
