from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.forms.passage import PassageEditForm
from annotations.forms.passage_edit import MOST, MendForm, RetagForm
from annotations.history.notices import Notice, note
from annotations.models import Passage
from annotations.models.tag_link import TooManyTags
from annotations.pages.passage import editable
from annotations.pages.reading import alone
from annotations.pages.reading_fragments import fragment_of, reading_of
from annotations.passages.editing import EditRefused
from annotations.passages.pieces import boundaries_context
from corpus.models import Article, acting
from corpus.records.record import StaleVersion
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

SAID = {
    "move": "Passage moved.",
    "add_piece": "Words added to the passage.",
    "take_piece": "Words taken off the passage.",
    "split": "Passage split. Both parts keep its tags, people, note and evidence.",
    "join": "Passages joined.",
}
STALE = (
    "Somebody was faster: the text or this passage was changed meanwhile. Nothing of yours was "
    "saved. It now reads: “{}”"
)


@require_POST
def passage_mend(request, public_id):
    """Move the ends of a passage, add or take off words, split it, join it with others."""
    passage = editable(request, public_id)
    article = passage.article
    before = reading_of(request, article) if request.htmx else None
    form = MendForm(passage, request.user, request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        do = form.cleaned_data["do"]
        try:
            with acting(f"passage.{do}", request.user) as action:
                form.mend(request.user)
            return _done(request, article, before, SAID[do], action, passage)
        except StaleVersion as stale:
            status = HTTPStatus.CONFLICT
            form.add_error(None, STALE.format(stale.current.quote))
        except EditRefused as refused:
            form.add_error(None, str(refused))
    return _refused(request, public_id, form, status)


def _refused(request, public_id, form, status):
    """What is wrong, for htmx alone or on the passage's page as it stands now."""
    if request.htmx:
        return _errors(request, form, status)
    passage = editable(request, public_id)
    initial, only_by = PassageEditForm.initial_for(passage), alone(request.user, passage.article)
    context = {
        "passage": passage,
        "article": passage.article,
        "form": PassageEditForm(passage.article, initial=initial, only_by=only_by),
        "mend": form,
        **boundaries_context(passage, request.user),
    }
    return render(request, "annotations/passages/passage_edit.html", context, status=status)


def _errors(request, form, status):
    context = {"form": form}
    return render(request, "annotations/reading/_passage_errors.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("annotations.change_passage", raise_exception=True)
def passages_retag(request, public_id):
    """Give tags to several passages of an article, and take tags off them, as one action."""
    article = addressed(request, Article.objects.all(), public_id)
    form = RetagForm(article, request.user, request.POST or None)
    if request.method != "POST":
        return _choosing(request, article, form)
    if form.is_valid():
        try:
            return _retag(request, article, form.cleaned_data)
        except TooManyTags as refused:
            form.add_error("tags", str(refused))
    if request.htmx:
        return _errors(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _choosing(request, article, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _choosing(request, article, form, status=200):
    """The page where passages are chosen."""
    chosen = form.cleaned_data.get("passages") if form.is_bound else None
    seen = article.passages.present().visible_to(request.user)
    rows = seen.select_related("created_by").prefetch_related("tag_links__tag").order_by("pk")
    offered = [each for each in rows if each.may_be_edited_by(request.user)]
    context = {
        "article": article,
        "passages": offered[:MOST],
        "more": len(offered[MOST:]),
        "form": form,
        "chosen": {each.public_id for each in chosen or []},
    }
    return render(request, "annotations/passages/passages_retag.html", context, status=status)


def _retag(request, article, said):
    before = reading_of(request, article) if request.htmx else None
    with acting("passage.retag", request.user) as action:
        changed = Passage.objects.retag(
            said["passages"], request.user, said["tags"], said["without"]
        )
    words = f"Tags of {changed} passage{'' if changed == 1 else 's'} changed."
    return _done(request, article, before, words, action, article)


def _done(request, article, before, said, action, to):
    """Lead on to a row with what was done, or give htmx what changed on the reading page."""
    if before:
        return fragment_of(request, article, before, Notice(said, action.pk or 0))
    note(request, said, action)
    return see_other(to)
