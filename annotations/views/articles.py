from http import HTTPStatus
from mimetypes import guess_extension

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.articles.rows import lines_of
from annotations.forms.article_list import ArticleFilterForm, blank_filter_html
from annotations.forms.reading_page import ReadingPageForm
from annotations.pages.reading import reading_context, revision_page
from corpus.importing.rights import may_import
from corpus.models import Article
from corpus.pagination import bounded_count, page_of
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import with_query


@require_safe
def article_list(request):
    """Articles that match the filters, newest first."""
    form = ArticleFilterForm.parse(request.GET)
    articles = form.filter(Article.objects.listed(), request.user)
    page = page_of(articles, "sort_key", **PageForm.parse(request.GET))
    proposals = form.proposals
    context = {"page": page, "lines": lines_of(page.rows, request.user), "form": form}
    context |= {"proposals": dict(proposals), "may_import": may_import(request.user)}
    if form.asked:
        context["count"] = bounded_count(articles)
    else:
        context["blank_filter"] = blank_filter_html(proposals)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else 200
    return render(request, "annotations/articles/article_list.html", context, status=status)


@require_safe
def article(request, public_id, slug=""):
    """The reading page; an old slug redirects to the current address."""
    article = Article.find_to_read(public_id)
    if article is None:
        raise Http404
    if slug != article.slug:
        return redirect(with_query(article.get_absolute_url(), request), permanent=True)
    query = ReadingPageForm.parse(request.GET)
    if query.revision not in (None, article.revision_number):
        return revision_page(request, article, query)
    context = reading_context(request, article, query)
    response = render(request, "annotations/reading/article.html", context)
    response.kept_parts = context["text_html"], context["column_html"]
    return response


@require_safe
def article_snapshot(request, public_id):
    """The bytes as retrieved, as a download: browsers must not render them on this site."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    retrieval = get_object_or_404(article.retrievals.select_related("snapshot").order_by("-pk")[:1])
    snapshot = retrieval.snapshot
    response = HttpResponse(bytes(snapshot.content), content_type=snapshot.media_type)
    name = f"{article.public_id}{guess_extension(snapshot.media_type) or '.bin'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
