from http import HTTPStatus

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.corrections.pending import pending_placements, with_article_openings
from annotations.corrections.review import ReviewRefused
from annotations.forms.review import ReviewForm, ReviewListForm
from annotations.models import Passage
from annotations.pages.passage import editable, passage_page
from corpus.models import Article
from corpus.pagination import page_beside, tally
from corpus.records.record import StaleVersion
from corpus.web.redirects import see_other


@require_safe
def passage_review_list(request):
    """All passages that a correction left in doubt, the newest first."""
    form = ReviewListForm(request.GET)
    seen = Passage.objects.to_review().visible_to(request.user)
    found = form.narrow(seen, request.user)
    page = page_beside(with_article_openings(found), "pk", form.cursor, known=Passage.objects.all())
    asked = form.cleaned_data.get("article")
    context = {
        "page": page,
        "doubts": pending_placements(page.rows, request.user),
        "count": tally(found),
        "form": form,
        "asked": Article.objects.present().filter(public_id=asked).first() if asked else None,
    }
    return render(request, "annotations/passages/passage_review_list.html", context)


@require_POST
def passage_review(request, public_id):
    """Confirm where a passage stands, place it elsewhere, or set it aside."""
    passage = editable(request, public_id)
    form = ReviewForm(passage.article, request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            form.end_doubt(passage, request.user)
            then = form.cleaned_data["then"]
            return see_other("passage_review_list") if then else see_other(passage)
        except StaleVersion:
            status = HTTPStatus.CONFLICT
        except ReviewRefused as refused:
            form.add_error(None, str(refused))
    return passage_page(request, public_id, form, status)
