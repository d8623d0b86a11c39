"""Why an archive is refused, and where in it."""


class ArchiveRefused(ValueError):
    """The file is no archive that this version can read; the message says what is wrong, where."""
