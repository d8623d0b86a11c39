from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render

from annotations.corrections.preview import compare
from annotations.corrections.text_diff import changes
from annotations.forms.correction import CorrectionForm
from corpus.models import Article, acting
from corpus.models.correction import CorrectionRefused, correct
from corpus.web.edit_form import posted, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import mark_unsaved, see_other


@with_form
@permission_required("corpus.change_article", raise_exception=True)
def article_correct(request, public_id):
    """Correct an article's text, with a preview of the effect on its passages."""
    article = addressed(request, Article.objects.all(), public_id)
    form = CorrectionForm(article, posted(request))
    if form.data.get("preview"):
        return mark_unsaved(_preview(request, form))
    if form.is_valid():
        cleaned = form.cleaned_data
        with form.refusals(CorrectionRefused, "text"):
            with acting("article.correct", request.user):
                correct(article, cleaned["text"].text, cleaned["reason"], cleaned["version"])
            return see_other(article)
    return _conflict(request, form) if form.current else _page(request, form)


def _page(request, form, status=None, **context):
    context |= {"article": form.article, "form": form}
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
