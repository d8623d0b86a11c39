from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from annotations.forms.passage import PassageEditForm
from annotations.forms.passage_edit import MAX_PASSAGES, BoundariesForm, RetagForm
from annotations.history.notices import Notice, note
from annotations.models import Claim, ClaimKeyConflict, Passage
from annotations.models.tag_link import TooManyTags
from annotations.pages.passage import draft_of, edit_page, editable
from annotations.pages.reading_fragments import fragment_of, reading_of
from annotations.passages import editing
from annotations.passages.editing import EditRefused, change_stances
from corpus.models import Article, acting
from corpus.number_words import number_of
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

MESSAGES = {
    "move": "Boundaries adjusted.",
    "add_piece": "Piece added to the passage.",
    "take_piece": "Piece removed from the passage.",
    "split": "Passage split. Both parts keep its tags, people, note and evidence.",
    "join": "Passages joined.",
}
SAVED_MESSAGE = "Passage saved."
STALE_EDIT = (
    "Edit conflict: the passage was changed by somebody else meanwhile. Your change was not saved. "
    "The passage now has: {}. Save again to replace that with yours."
)
CONFLICT_MESSAGE = (
    "Edit conflict: the text or this passage was changed by somebody else meanwhile. Your change "
    "was not saved. The passage now reads: “{}”"
)


@with_form
@vary_on_headers("HX-Request")
def passage_edit(request, public_id):
    """Edit tags, people, note and claim of a passage; a stale form shows both versions.

    For htmx, what the popup fills in, and the changes to the reading page.
    """
    passage = editable(request, public_id)
    if request.htmx and request.method != "POST":
        return JsonResponse(draft_of(passage))
    before = reading_of(request, passage.article) if request.htmx else None
    initial = PassageEditForm.initial_for(passage)
    form = PassageEditForm(passage.article, request.user, posted(request), initial=initial)
    if form.is_valid():
        with form.refusals(ClaimKeyConflict):
            with acting("passage.edit", request.user) as action:
                _annotate(passage, form)
            return _answer(request, passage.article, before, SAVED_MESSAGE, action, passage)
    return _refused_edit(request, passage, form)


def _annotate(passage, form):
    """Save a valid form; raises StaleVersion, ClaimKeyConflict."""
    passage.edit(form.annotation, form.cleaned_data["version"])
    change_stances(passage, form.cleaned_data["evidence"])
    if form.new_claim:
        Claim.objects.make(passage=passage, **form.new_claim)


def _refused_edit(request, passage, form):
    if not request.htmx:
        return edit_page(request, form.current or passage, form)
    if form.current:
        draft = draft_of(form.current)
        values = [", ".join(tag["name"] for tag in draft["tags"]) or "no tags"]
        values += [f"the note “{draft['note']}”"] if draft["note"] else []
        form.add_error(None, STALE_EDIT.format(" and ".join(values)))
    return _errors_fragment(request, form)


@require_POST
def passage_mend(request, public_id):
    """Change the boundaries of a passage: move, add or remove pieces, split, join."""
    passage = editable(request, public_id)
    article = passage.article
    before = reading_of(request, article) if request.htmx else None
    form = BoundariesForm(passage, request.user, request.POST)
    if form.is_valid():
        do = form.cleaned_data["do"]
        with form.refusals(EditRefused):
            with acting(f"passage.{do}", request.user) as action:
                _edit(passage, form.cleaned_data)
            return _answer(request, article, before, MESSAGES[do], action, passage)
    if form.current:
        form.add_error(None, CONFLICT_MESSAGE.format(form.current.quote))
    return _errors_answer(request, public_id, form)


def _edit(passage, values):
    """Call the function selected by a valid form; raises StaleVersion, EditRefused."""
    seen = {"revision": values["revision"], "version": values["version"]}
    span = values["start"], values["end"]
    match values["do"]:
        case "move" if values["spans"]:
            editing.set_spans(passage, values["spans"], **seen)
        case "move":
            editing.move(passage, span, piece=values["piece"], **seen)
        case "add_piece":
            editing.add_piece(passage, span, **seen)
        case "take_piece":
            editing.take_piece(passage, values["piece"], **seen)
        case "split":
            editing.split(passage, values["at"], **seen)
        case "join":
            editing.join(passage, values["others"], **seen)


def _errors_answer(request, public_id, form):
    """The errors, as a fragment for htmx, else on the passage's page."""
    if request.htmx:
        return _errors_fragment(request, form)
    passage = editable(request, public_id)
    initial = PassageEditForm.initial_for(passage)
    tags_form = PassageEditForm(passage.article, request.user, initial=initial)
    return edit_page(request, passage, tags_form, mend=form)


def _errors_fragment(request, form):
    context = {"form": form}
    return render(request, "annotations/reading/_passage_errors.html", context, status=form.status)


@with_form
@permission_required("annotations.change_passage", raise_exception=True)
def passages_retag(request, public_id):
    """Add tags to several passages of an article and remove others, as one Action."""
    article = addressed(request, Article.objects.all(), public_id)
    form = RetagForm(article, request.user, posted(request))
    if form.is_valid():
        with form.refusals(TooManyTags, "tags"):
            return _retag(request, article, form.cleaned_data)
    if request.htmx and form.is_bound:
        return _errors_fragment(request, form)
    return _selection_page(request, article, form)


def _selection_page(request, article, form):
    """The page to select passages."""
    chosen = form.cleaned_data.get("passages") if form.is_bound else None
    visible = article.passages.present().visible_to(request.user)
    rows = visible.select_related("created_by").prefetch_related("tag_links__tag").order_by("pk")
    offered = [passage for passage in rows if passage.may_be_edited_by(request.user)]
    context = {
        "article": article,
        "passages": offered[:MAX_PASSAGES],
        "more": len(offered[MAX_PASSAGES:]),
        "form": form,
        "chosen": {passage.public_id for passage in chosen or []},
    }
    return render(request, "annotations/passages/passages_retag.html", context, status=form.status)


def _retag(request, article, cleaned):
    before = reading_of(request, article) if request.htmx else None
    with acting("passage.retag", request.user) as action:
        changed = Passage.objects.retag(cleaned["passages"], cleaned["tags"], cleaned["without"])
    message = f"Tags of {number_of(changed, 'passage')} changed."
    return _answer(request, article, before, message, action, article)


def _answer(request, article, before, message, action, row):
    """Redirect to a row with a notice; for htmx, the changes to the reading page."""
    if before:
        return fragment_of(request, article, before, Notice(message, action.pk or 0))
    note(request, message, action)
    return see_other(row)
