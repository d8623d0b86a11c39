from django.core.management.base import BaseCommand

from annotations.first_corpus import load_first_corpus


class Command(BaseCommand):
    help = "Add the five documents of the first corpus, unless the desk already has one of them."

    def handle(self, **options):
        if load_first_corpus():
            self.stdout.write("Added the first corpus: five articles, their passages and claims.")
        else:
            self.stdout.write("The desk already has the first corpus. Nothing was changed.")
