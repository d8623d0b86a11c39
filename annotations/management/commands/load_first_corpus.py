from django.core.management.base import BaseCommand

from annotations.first_corpus import load_first_corpus


class Command(BaseCommand):
    help = "Add the five documents of the first corpus, unless the desk knows one of them."

    def handle(self, **options):
        if load_first_corpus():
            self.stdout.write("Added the first corpus: five articles, their passages and claims.")
        else:
            self.stdout.write("The first corpus is known here. Nothing was changed.")
