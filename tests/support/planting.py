"""A desk with a row of every kind, and words planted in all its text columns."""

import json

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CharField, TextField

from annotations.models import Role
from corpus.models import Person, Retrieval, Snapshot, Source, acting
from corpus.search_index.state import IndexState
from tests.corpus.importing.reading import make_job
from tests.support import factories
from tests.support.acts import act
from tests.support.factories import ANALYSTS, EDITORS, make_user

# Ids and digests are not words, records are frozen, and texts, quotes and their context must be
# consistent: these get their words when they are created.
KEPT = {"public_id", "slug", "sha256", "record", "request_digest"}
KEPT |= {"text", "quote", "prefix", "suffix"}
# Only one of two columns may be set; the other stays empty.
INSTEAD_OF = {"attribution": "speaker_id", "words": "source_id"}


def models():
    """All our models, including histories, and the accounts, but for the indexes of search."""
    yield User
    for label in ("corpus", "annotations"):
        for model in apps.get_app_config(label).get_models():
            if model._meta.managed and model is not IndexState:
                yield model


def text_columns(model):
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, (CharField, TextField)) and not column.choices
        if is_text and column.name not in KEPT:
            yield column


def plant(word_for):
    """Write `word_for(model, column, row)`, bypassing checks; None leaves a column unchanged."""
    for model in models():
        columns = list(text_columns(model))
        for row in model._base_manager.all():
            words = {
                column.name: word_for(model, column, row)
                for column in columns
                if not getattr(row, INSTEAD_OF.get(column.name, ""), None)
            }
            words = {name: word for name, word in words.items() if word is not None}
            if words:
                model._base_manager.filter(pk=row.pk).update(**words)


class Desk:
    """The rows; `word(name)` is the word planted in texts that are created with it.

    `claim` and `other` are published; `withdrawn` and `deleted` were. All else is for
    members: drafts, an article without a published quote, deleted rows.
    """

    def __init__(self, word):
        self.word = word
        self.analyst, self.editor = make_user(ANALYSTS), make_user(EDITORS)
        self.article = self._article("article")
        self.unquoted = self._article("unquoted article")
        self._gone()
        # The job's page asks which of these columns is which.
        make_job(json.dumps({self.word("column"): ""}), by=self.analyst, state="ready")
        self.passage = self._passage(self.article, "published quote")
        self.noted = self._passage(self.article, "quote")
        self.claim = self._claim()
        self.other = factories.make_claim(by=self.analyst, verdict="so")
        self.withdrawn, self.deleted, self.draft = (
            factories.make_claim(by=self.analyst, speaker=factories.make_person()) for _ in "123"
        )
        for claim in (self.other, self.withdrawn, self.deleted, self.draft):
            passage = self._passage(self.unquoted, f"quote of claim {claim.pk}")
            factories.make_evidence(claim, passage, by=self.analyst)
            factories.make_relation(self.claim, claim, by=self.analyst)
        factories.make_proposal(self.unquoted, self.word("proposed text"), by=self.analyst)

    def publish(self):
        """Publish everything but the draft, then withdraw one claim and delete another."""
        once = [self.other, self.withdrawn, self.deleted, self.claim]
        for claim in once:
            claim.refresh_from_db()
            act(self.editor, claim.publish)
        act(self.editor, self.withdrawn.withdraw)
        act(self.editor, self.deleted.remove)

    def rows(self):
        for model in models():
            yield from model._base_manager.all()

    def slugs(self):
        """The slugs of all pages that anybody may read."""
        return {
            self.article.slug,
            self.claim.current_slug,
            self.other.current_slug,
            self.withdrawn.current_slug,
            Source.objects.get(pk=self.article.source_id).slug,
            Person.objects.get(pk=self.claim.speaker_id).slug,
            self.claim.tag_links.get().tag.slug,
        }

    def _article(self, name):
        source = factories.make_source(reliability="B", by=self.analyst)
        words = [self.word(f"text of {name}, {n}") for n in range(30)]
        article = factories.make_article(
            "\n\n".join(words), source=source, by=self.analyst, published="2021-08-05"
        )
        snapshot = Snapshot.objects.keep(self.word(f"bytes of {name}").encode(), "text/plain")
        Retrieval.objects.create(article=article, snapshot=snapshot)
        with acting("test", self.analyst):
            article.credits.create(kind="via", words="a carrier")
        return article

    def _passage(self, article, name):
        """A passage of the article's next unmarked paragraph."""
        paragraph = article.text.split("\n\n")[article.passages.count()]
        return factories.make_passage(
            article,
            paragraph,
            by=self.analyst,
            tags=[f"tag of {name}"],
            people=[(factories.make_person(aliases=["alias"]), Role.SPEAKS)],
            note="a note",
        )

    def _claim(self):
        claim = factories.make_claim(
            by=self.analyst,
            speaker=factories.make_person(aliases=["alias"]),
            said="2021-08",
            verdict="so",
            tags=["tag of claim"],
        )
        origin = factories.make_origin(dated="2021")
        factories.make_evidence(claim, self.passage, by=self.analyst, origin=origin, why="because")
        return claim

    def _gone(self):
        """One deleted row of every kind."""
        article = self._article("deleted article")
        passage = self._passage(article, "deleted quote")
        evidence = factories.make_evidence(passage=passage, origin=factories.make_origin())
        relation = factories.make_relation(evidence.claim)
        rows = [relation, evidence, evidence.claim, passage, article, evidence.origin]
        rows += [factories.make_source(), factories.make_person(), factories.make_tag()]
        for row in rows:
            row.refresh_from_db()
            act(self.editor, row.remove)
