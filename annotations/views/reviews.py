from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.corrections import review
from annotations.corrections.pending import pending_placements, with_articles
from annotations.corrections.review import ReviewRefused
from annotations.forms.review import CONFIRM, PLACE, ReviewForm, ReviewListForm
from annotations.models import Passage
from annotations.pages.passage import editable, passage_page
from corpus.models import Article, acting
from corpus.pagination import bounded_count, page_beside
from corpus.web.redirects import see_other


@require_safe
def passage_review_list(request):
    """The passages that need review after a correction, newest first."""
    form = ReviewListForm.parse(request.GET)
    visible = Passage.objects.to_review().visible_to(request.user)
    passages = form.filter(visible, request.user)
    page = page_beside(
        with_articles(passages), "pk", form.cursor, cursor_rows=Passage.objects.all()
    )
    article_id = form.cleaned_data.get("article")
    context = {
        "page": page,
        "pending_placements": pending_placements(page.rows, request.user),
        "count": bounded_count(passages),
        "form": form,
        "asked": Article.objects.present().filter(public_id=article_id).first()
        if article_id
        else None,
    }
    return render(request, "annotations/passages/passage_review_list.html", context)


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
