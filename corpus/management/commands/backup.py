from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from corpus.db.backups import COPIES, check, oldest_beyond
from corpus.db.refused_backup import BackupRefused
from corpus.private_files import draft_beside


class Command(BaseCommand):
    help = (
        "Write a consistent copy of the database to backups/ in the state directory, read it again "
        "to verify it, and delete the oldest ones beyond BACKUPS_KEPT."
    )

    def handle(self, **options):
        timestamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        copies, suffix, _ = COPIES[connection.vendor]
        path = settings.VAR_DIR / "backups" / f"desk-{timestamp}.{suffix}"
        draft = draft_beside(path)
        try:
            copies.copy(draft)
            check(draft)
            draft.rename(path)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(str(path))
        for old in oldest_beyond(settings.BACKUPS_KEPT):
            old.unlink()
            self.stderr.write(f"Deleted {old}: BACKUPS_KEPT is {settings.BACKUPS_KEPT}.")
