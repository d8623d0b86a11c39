"""Why a copy of the database cannot be made or put back."""


class BackupRefused(ValueError):
    """The message says what is wrong, and what to do."""
