"""A small desk with rows in every table: what is stored of a version to be upgraded later."""

from datetime import UTC, datetime
from io import BytesIO

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command

from annotations.codebook import jobs as codebook_jobs
from annotations.codebook.formats import csv_file
from annotations.codebook.formats.plan import plan
from annotations.codebook.tag_merging import merge_tag
from annotations.corrections import review
from annotations.formats.record import Annotation, Piece
from annotations.models import SavedSearch
from annotations.models.dismissal import Dismissal, DismissalKind
from annotations.models.member import Member
from annotations.models.reading_state import ReadingState, ReadingStatus
from annotations.passages import editing
from corpus.importing import jobs
from corpus.models import Action, Article, acting
from corpus.models.correction import correct
from corpus.records.merging import merge, unmerge
from corpus.undo.undo import undo as undo_action
from tests.corpus.importing.reading import jsonl, long_text, make_job
from tests.support import factories
from tests.support.acts import act
from tests.support.annotation_files import annotated, begun, imported
from tests.support.factories import ADMINISTRATORS, EDITORS, make_user
from tests.support.planting import Desk

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SENTENCES = [
    "The convoy left Kabul before dawn on Monday with seventeen lorries and an escort.",
    "Nobody at the ministry would say who had ordered it to turn north at the river.",
    "A driver said that he saw eleven of the lorries burning near the second bridge.",
]
# Words that stand in no other row of the desk: a search for them finds one article.
SEARCHED = "quizzical archivist"


def fill():
    """Write rows to every table of a desk that was just migrated; raise where one is empty."""
    call_command("load_first_corpus", verbosity=0)
    desk = Desk(lambda name: f"Words that are the {name}")
    desk.publish()
    _people_and_tags(desk)
    _corrections(desk)
    _imports(desk)
    _codebooks(desk)
    _annotations(desk)
    _what_members_keep(desk)
    _accounts(desk)
    # A row of every table is kept, and no password of anybody.
    get_user_model().objects.update(password="!")
    empty = [model._meta.label for model in all_tables() if not model._base_manager.exists()]
    if empty:
        raise ValueError(f"No row in {', '.join(empty)}: write one in {__name__}.")


def all_tables():
    return apps.get_models(include_auto_created=True)


def _people_and_tags(desk):
    merged = factories.make_person("Z. Kabulov", aliases=["Kabulow"], by=desk.analyst)
    act(desk.editor, merge, merged, factories.make_person("Zamir Kabulov", by=desk.analyst))
    parted = factories.make_person("Some other Kabulov", by=desk.analyst)
    act(desk.editor, merge, parted, merged.resolved)
    parted.refresh_from_db()
    act(desk.editor, unmerge, parted)
    tags = [factories.make_tag(name, by=desk.analyst) for name in ("convoy", "convoys", "taken")]
    factories.make_passage(tags=[tag.name for tag in tags], by=desk.analyst)
    act(desk.editor, merge_tag, tags[1], tags[0])
    act(desk.editor, tags[2].remove)
    tags[0].refresh_from_db()
    act(desk.editor, tags[0].edit, tags[0].version, "convoy of lorries", "Vehicles together.", 3)


def _corrections(desk):
    """An article whose passages stay, wait for review, are lost and were set aside."""
    text = "\n\n".join([*SENTENCES, f"The {SEARCHED} kept 😀 a copy.", "Done, done.", "It is so."])
    article = factories.make_article(text, title="The convoy", by=desk.analyst, published="2021-08")
    quotes = [*SENTENCES, "kept 😀 a copy", "Done, done.", "It is so."]
    passages = [factories.make_passage(article, quote, by=desk.analyst) for quote in quotes]
    start = text.index("archivist")
    span = (start, start + len("archivist"))
    act(desk.analyst, editing.add_piece, passages[0], span, 1, passages[0].version)
    changed = text.replace("eleven of the lorries burning near", "eleven lorries burn by")
    changed = changed.replace("Nobody at the ministry", "He").replace("Done, done.", "")
    changed = changed.replace("It is so.", "")
    act(desk.editor, correct, article, changed, "As printed later.")
    factories.make_proposal(article, text, by=desk.analyst)
    passages[4].refresh_from_db()
    act(desk.editor, review.set_aside, passages[4], 2, passages[4].version)
    states = set(article.revision.placements.values_list("state", "is_set_aside"))
    expected = {("placed", False), ("needs_review", False), ("lost", False), ("lost", True)}
    if states != expected:
        raise ValueError(f"Placements are {states}, not {expected}: correct {__name__}.")


def _imports(desk):
    """Imports that are finished, stopped and given up, and two texts that are nearly the same."""
    text = long_text(1)
    rows = [
        {"text": text, "source": "reuters.com", "url": "https://www.reuters.com/one"},
        {"text": f"{text} And a little more.", "source": "tass.ru", "published": "soon"},
    ]
    job = make_job(jsonl(*rows) + "{broken\n", by=desk.editor)
    while job.is_running:
        job = jobs.move(job)
    jobs.stop(make_job(jsonl(*rows), "waits.jsonl", by=desk.editor))
    given_up = make_job(jsonl(*rows), "not.jsonl", by=desk.editor, state="stopped")
    jobs.give_up(given_up)


def _codebooks(desk):
    """An import of tags that is finished, and one that was stopped before it began."""
    for names, is_moved in ((["road", "bridge"], True), (["ferry", "tunnel"], False)):
        lines = "".join(f"{name},As said\n" for name in names)
        codes = csv_file.loads(BytesIO(f"tag,description\n{lines}".encode()))
        job = act(desk.editor, codebook_jobs.begin, plan(codes))
        if is_moved:
            codebook_jobs.move(job)
        else:
            job.stop()


def _annotations(desk):
    """An import of annotations that is finished, and one that was stopped before it began."""
    nowhere = Annotation((Piece(None, None, "Nothing like it"),))
    marked = annotated("dawn", annotations=[nowhere], extra={"split": "dev"})
    imported(desk.editor, marked, format_name="twosource")
    begun(desk.editor, annotated("Nobody", annotations=[nowhere])).stop()


def _what_members_keep(desk):
    article, person = desk.article, factories.make_person("Maria Zakharova", by=desk.analyst)
    with acting("suggestion.dismiss", desk.analyst):
        dismiss = Dismissal.objects.dismiss
        dismiss(article, person, DismissalKind.PLACE, words="Zakharova", prefix="Ms ")
        dismiss(article, person, DismissalKind.PERSON)
        dismiss(article, person, DismissalKind.SPELLING, words="Zaharova")
        dismiss(article, None, DismissalKind.PHRASE, words="the convoy")
    act(desk.analyst, ReadingState.objects.mark, article, ReadingStatus.DONE)
    act(desk.editor, ReadingState.objects.assign, article, desk.analyst)
    act(desk.analyst, Member.objects.hide_colleagues, True)
    act(desk.analyst, SavedSearch.objects.save_as, "Convoys", "q=convoy&order=newest")
    act(desk.analyst, act(desk.analyst, SavedSearch.objects.save_as, "Forgotten", "q=x").forget)
    factories.make_passage(article, by=desk.analyst, note="Undone.")
    undo = act(desk.analyst, undo_action, Action.objects.latest("pk"))
    factories.make_tag("undone and done again", by=desk.editor)
    undone = act(desk.editor, undo_action, Action.objects.latest("pk"))
    act(desk.editor, undo_action, undone)
    if undo.undoes is None:
        raise ValueError("Nothing was undone.")


def _accounts(desk):
    """Rows of Django and of the applications of others."""
    administrator = make_user(ADMINISTRATORS, "administrator")
    closed = make_user(EDITORS, "closed")
    closed.is_active = False
    closed.save()
    closed.user_permissions.add(Permission.objects.get(codename="view_logentry"))
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(desk.article.pk),
        object_repr=str(desk.article),
        action_flag=CHANGE,
        change_message="Changed the title.",
    )
    Session.objects.create(session_key="a" * 32, session_data="none", expire_date=MOMENT)
    tag = apps.get_model("taggit", "Tag").objects.create(name="unused")
    apps.get_model("taggit", "TaggedItem").objects.create(tag=tag, content_object=desk.article)
    came = {"username": "analyst", "ip_address": "192.0.2.1", "user_agent": "", "http_accept": ""}
    attempts = apps.get_model("axes", "AccessAttempt").objects
    attempt = attempts.create(**came, get_data="", post_data="", failures_since_start=1)
    apps.get_model("axes", "AccessAttemptExpiration").objects.create(
        access_attempt=attempt, expires_at=MOMENT
    )
    apps.get_model("axes", "AccessLog").objects.create(**came)
    apps.get_model("axes", "AccessFailureLog").objects.create(**came)
