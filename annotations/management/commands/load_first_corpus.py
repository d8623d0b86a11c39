from django.core.management.base import BaseCommand
from django.db import transaction

from annotations.first_corpus import closed_account, fixture_rows, is_loaded, load_first_corpus
from corpus.models import acting


class Command(BaseCommand):
    help = "Add the five documents of the first corpus, unless the desk already has one of them."

    def handle(self, **options):
        if self._load():
            self.stdout.write("Added the first corpus: five articles, their passages and claims.")
        elif options["verbosity"]:
            self.stdout.write("The desk already has the first corpus. Nothing was changed.")

    def _load(self):
        if is_loaded(fixture_rows()):
            return False
        # The lock on the account serialises concurrent loads: the second finds the corpus loaded.
        with transaction.atomic(), acting("first_corpus.load", closed_account()):
            return load_first_corpus()
