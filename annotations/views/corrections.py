from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from annotations.corrections.left_out import REASON, blocks_left_out, with_blocks
from annotations.corrections.preview import compare
from annotations.corrections.proposals import propose, proposed_change
from annotations.corrections.text_diff import changes
from annotations.forms.correction import (
    CorrectionForm,
    ProposalForm,
    ProposalQuery,
    TakeInForm,
)
from annotations.history.notices import note
from annotations.models import ProposalState
from corpus.models import Article, acting
from corpus.models.correction import CorrectionRefused, correct
from corpus.web.edit_form import with_form
from corpus.web.gone import addressed
from corpus.web.redirects import mark_unsaved, see_other


@with_form
@permission_required("annotations.add_proposedcorrection", raise_exception=True)
def article_correct(request, public_id):
    """Correct an article's text, with a preview of the effect on its passages, or propose it.

    Opened with `take`, the text has those blocks that its page's reader left out; with `proposal`,
    what a member proposed.
    """
    article = addressed(request, Article.objects.all(), public_id)
    may_correct = request.user.has_perm("corpus.change_article")
    data = _begun(request, article, may_correct) if request.method != "POST" else request.POST
    form = (CorrectionForm if may_correct else ProposalForm)(article, data)
    if form.data.get("preview"):
        return mark_unsaved(_preview(request, form))
    if form.is_valid():
        if not may_correct:
            return _propose(request, form)
        with form.refusals(CorrectionRefused, "text"):
            _correct(request, form)
            return see_other(article)
    return _conflict(request, form) if form.current else _page(request, form)


def _correct(request, form):
    cleaned = form.cleaned_data
    with acting("article.correct", request.user) as action:
        revision = correct(
            form.article, cleaned["text"].text, cleaned["reason"], cleaned["version"]
        )
        if cleaned["proposal"]:
            cleaned["proposal"].decide(ProposalState.TAKEN_OVER, taken_as=revision)
    note(request, "Correction saved. The earlier text is kept with its revision.", action)


def _propose(request, form):
    cleaned = form.cleaned_data
    with acting("proposedcorrection.create", request.user) as action:
        proposal = propose(form.article, form.seen, cleaned["text"].text, cleaned["reason"])
    note(request, "Correction proposed. An editor decides on it.", action)
    return see_other(proposal)


@require_safe
@permission_required("corpus.change_article", raise_exception=True)
def article_left_out(request, public_id):
    """The blocks of an article's saved page that its text lacks, to be taken in."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    form = TakeInForm.parse(request.GET, placed=blocks_left_out(article))
    if form.chosen:
        keys = urlencode({"take": [each.block.key for each in form.chosen]}, doseq=True)
        return redirect(f"{reverse('article_correct', args=[public_id])}?{keys}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_sent else HTTPStatus.OK
    context = {"article": article, "form": form}
    return render(request, "annotations/articles/article_left_out.html", context, status=status)


def _begun(request, article, may_correct):
    """The values that a correction begins with, and is shown with; None for the current text."""
    if not may_correct or not request.GET:
        return None
    proposal = ProposalQuery.parse(request.GET)
    if proposal:
        proposal = article.proposed_corrections.open().filter(public_id=proposal).first()
        return proposal and _previewed(
            article, proposed_change(proposal).text, proposal.reason, proposal=proposal.public_id
        )
    chosen = TakeInForm.parse(request.GET, placed=blocks_left_out(article)).chosen
    return _previewed(article, with_blocks(article.text, chosen), REASON) if chosen else None


def _previewed(article, text, reason, **values):
    return values | {
        "text": text,
        "reason": reason,
        "version": str(article.version),
        "revision": str(article.revision_number),
        "preview": "1",
    }


def _page(request, form, status=None, **context):
    is_proposal = isinstance(form, ProposalForm)
    context |= {"article": form.article, "form": form, "is_proposal": is_proposal}
    status = status or form.status
    return render(request, "annotations/articles/article_correct.html", context, status=status)


def _preview(request, form):
    """The changes that saving would make, as a fragment for htmx, else as a page."""
    form.is_valid()
    text = form.cleaned_data.get("text")
    comparison = compare(form.article, text.text) if text else None
    status = 200 if text else HTTPStatus.UNPROCESSABLE_ENTITY
    if request.htmx:
        context = {"article": form.article, "form": form, "kept": text, "comparison": comparison}
        return render(
            request, "annotations/articles/_correction_preview.html", context, status=status
        )
    return _page(request, form, status, kept=text, comparison=comparison, is_preview=True)


def _conflict(request, form):
    """Both texts and their differences; the form continues from the current text."""
    form.article = current = form.current
    text = form.cleaned_data["text"]
    seen = current.revisions.filter(number=form.cleaned_data["revision"]).first()
    form.data["revision"] = str(current.revision_number)
    later = current.revisions.filter(number__gt=seen.number) if seen else []
    context = {
        "current": current,
        "later": later.select_related("created_by") if later else [],
        "theirs": changes(seen.text, current.text) if later else [],
        "kept": text,
        "comparison": compare(current, text.text),
    }
    return _page(request, form, **context)
