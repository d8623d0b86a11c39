from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Update the database of a desk, and give a new one the first corpus and its accounts."
    # `migrate` makes the checks, before it changes anything.
    requires_system_checks = ()

    def handle(self, **options):
        # One process for all: starting one for each took longer than their work.
        call_command("migrate", verbosity=0, skip_checks=False)
        call_command("load_first_corpus", verbosity=0, stdout=self.stdout)
        call_command("make_accounts", stdout=self.stdout)
