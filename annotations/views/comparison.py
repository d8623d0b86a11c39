from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.claims.linking import link_words
from annotations.forms.comparison import LinkBothForm, OtherArticleForm, PairForm
from annotations.history.notices import note
from annotations.models import ClaimKeyConflict
from annotations.reading.side_by_side import side_by_side
from corpus.models import Article, acting
from corpus.web.edit_form import status_of, with_form
from corpus.web.gone import addressed
from corpus.web.redirects import see_other

RIGHTS = ("annotations.add_passage", "annotations.add_claim", "annotations.change_claim")


@require_safe
def article_compare_with(request, public_id):
    """Choose the article to compare with this one."""
    article = addressed(request, Article.objects.listed(), public_id)
    form = OtherArticleForm(request.GET, article=article, member=request.user)
    form.full_clean()
    other = form.cleaned_data.get("other")
    if other:
        return redirect("article_compare", article.public_id, other.public_id)
    context = {"article": article, "form": form}
    template = "annotations/articles/article_compare_with.html"
    return render(request, template, context, status=status_of(form))


@with_form
def article_compare(request, public_id, other_id):
    """Two articles side by side; a POST links a pair of their words to a claim."""
    rows = Article.objects.select_related("source")
    left, right = (addressed(request, rows, each) for each in (public_id, other_id))
    if left == right:
        raise Http404("An article is not compared with itself.")
    articles = side_by_side(left, right, request.user)
    if request.method == "POST":
        return _link(request, articles)
    pair = articles.pair(PairForm.parse(request.GET))
    initial = LinkBothForm.initial_of(articles, pair) | {"key": uuid4()} if pair else {}
    return _page(request, articles, LinkBothForm(articles, initial=initial))


def _link(request, articles):
    """Link both to a claim, and show the pair again."""
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied
    form = LinkBothForm(articles, request.POST)
    if form.is_valid():
        with form.refusals(ClaimKeyConflict):
            with acting("evidence.link_both", request.user) as action:
                claim = link_words(**form.link)
            note(request, f"Both are evidence for “{claim}”.", action)
            ids = articles.left.public_id, articles.right.public_id
            address = reverse("article_compare", args=ids)
            return see_other(f"{address}#{form.chosen_pair.anchor}")
        # A text was corrected meanwhile: its words are where they are now.
        articles.left.refresh_from_db()
        articles.right.refresh_from_db()
        form.articles = articles = side_by_side(articles.left, articles.right, request.user)
    return _page(request, articles, form)


def _page(request, articles, form):
    context = {"articles": articles, "form": form, "may_link": request.user.has_perms(RIGHTS)}
    return render(request, "annotations/articles/article_compare.html", context, status=form.status)
