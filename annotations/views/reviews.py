from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.corrections import review
from annotations.corrections.pending import (
    confirmed_message,
    pending_placements,
    proposals_of,
    with_articles,
)
from annotations.corrections.review import ReviewRefused
from annotations.forms.review import (
    ALL,
    CONFIRM,
    MAX_PROPOSALS,
    PLACE,
    ReviewForm,
    ReviewListForm,
    SeveralForm,
)
from annotations.history.notices import note
from annotations.models import Passage, ProposedCorrection
from annotations.pages.passage import editable, passage_page
from corpus.models import Article, acting
from corpus.pagination import bounded_count, page_beside
from corpus.records.edit_conflict import StaleVersion
from corpus.web.edit_form import posted, status_of, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

# The newest corrections listed that members proposed, and those of the reader's own decided last.
MAX_PROPOSED, MAX_DECIDED = 30, 5


@require_safe
def passage_review_list(request):
    """Proposed corrections, and passages that need review after a correction, newest first."""
    form = ReviewListForm.parse(request.GET)
    visible = Passage.objects.to_review().visible_to(request.user)
    passages = form.filter(visible, request.user)
    page = page_beside(
        with_articles(passages), "pk", form.cursor, cursor_rows=Passage.objects.all()
    )
    article_id = form.cleaned_data.get("article")
    context = {
        **_proposed_corrections(request.user, form),
        "page": page,
        "pending_placements": pending_placements(page.rows, request.user),
        "count": bounded_count(passages),
        "form": form,
        "asked": Article.objects.present().filter(public_id=article_id).first()
        if article_id
        else None,
    }
    return render(request, "annotations/passages/passage_review_list.html", context)


def _proposed_corrections(member, form):
    """Proposed corrections that match: those to decide on, and the member's own decided last."""
    proposals = form.filter(ProposedCorrection.objects.open(), member).order_by("-pk")
    decided = form.filter(ProposedCorrection.objects.decided_of(member), member)
    return {
        "proposals": proposals.listed()[:MAX_PROPOSED],
        "decided": decided.listed()[:MAX_DECIDED],
    }


@with_form
@permission_required("annotations.change_passage", raise_exception=True)
def article_review(request, public_id):
    """Confirm the chosen or all proposed positions of an article's passages, as one Action."""
    article = addressed(request, Article.objects.all(), public_id)
    form = SeveralForm(posted(request))
    if form.is_valid():
        try:
            return _confirm_several(request, article, form.cleaned_data)
        except StaleVersion as stale:
            return _proposals_page(request, stale.current, form, HTTPStatus.CONFLICT)
    return _proposals_page(request, article, form, status_of(form))


def _confirm_several(request, article, cleaned):
    """Confirm, name what was left as it is, and show what is still to be reviewed."""
    shown = article.passages.visible_to(request.user).select_related("created_by").order_by("pk")
    passages = list(shown.filter(public_id__in=cleaned["versions"]))
    versions = {
        passage.pk: cleaned["versions"][passage.public_id]
        for passage in passages
        if passage.may_be_edited_by(request.user)
    }
    with acting("passage.confirm_several", request.user) as action:
        confirmed = review.confirm_several(article, versions, cleaned["revision"])
    left = [passage for passage in passages if passage.pk not in confirmed]
    note(request, confirmed_message(len(confirmed), left), action)
    is_done = cleaned["do"] == ALL and not left
    return see_other(article) if is_done else see_other("article_review", article.public_id)


def _proposals_page(request, article, form, status):
    proposals, more = proposals_of(article, request.user, MAX_PROPOSALS)
    context = {
        "article": article,
        "pending_placements": proposals,
        "more": more,
        "form": form,
        "is_outdated": status == HTTPStatus.CONFLICT,
        "chosen": set(form.data.getlist("chosen")) if form.is_bound else set(),
    }
    return render(request, "annotations/passages/article_review.html", context, status=status)


@require_POST
def passage_review(request, public_id):
    """Confirm the proposed position of a passage, place it elsewhere, or mark it as removed."""
    passage = editable(request, public_id)
    form = ReviewForm(passage.article, request.POST)
    if form.is_valid():
        with form.refusals(ReviewRefused):
            with acting(f"passage.{form.cleaned_data['do']}", request.user):
                _review(passage, form.cleaned_data)
            then = form.cleaned_data["then"]
            return see_other("passage_review_list") if then else see_other(passage)
    return passage_page(request, public_id, form)


def _review(passage, values):
    """Call the function selected by a valid ReviewForm; raises StaleVersion, ReviewRefused."""
    seen = {"revision": values["revision"], "version": values["version"]}
    if values["do"] == CONFIRM:
        review.confirm(passage, **seen)
    elif values["do"] == PLACE:
        span = values["start"], values["end"]
        review.place_again(passage, span, piece=values["piece"], **seen)
    else:
        review.set_aside(passage, **seen)
