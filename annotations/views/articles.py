from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations.articles.orders import in_order, ordered_page
from annotations.articles.rows import line_queries, lines_of
from annotations.exports.export import SUFFIXES
from annotations.forms.article_list import ArticleFilterForm, blank_filter_html
from annotations.forms.reading_page import ReadingPageForm
from annotations.forms.reading_state import (
    SelectedArticlesForm,
    assignable_names,
    names_to_assign,
)
from annotations.history.notices import note
from annotations.models import ReadingState
from annotations.pages.reading import reading_context, reading_queries, revision_page
from corpus.db.query_batch import sent_together
from corpus.importing.rights import may_import
from corpus.models import Article, acting
from corpus.number_words import number_of
from corpus.pagination import bounded_count
from corpus.web.edit_form import status_of
from corpus.web.kept_parts import render_with_parts
from corpus.web.paging_forms import PageForm
from corpus.web.reading_ahead import reads_ahead
from corpus.web.redirects import mark_unsaved, see_other, with_query


@require_safe
def article_list(request):
    """Articles that match the filters, in the order that was chosen."""
    form = ArticleFilterForm.parse(request.GET)
    articles = form.filter(Article.objects.listed(), request.user)
    page = ordered_page(articles, form.order, request.user, PageForm.parse(request.GET))
    context = {"page": page, "form": form, "may_import": may_import(request.user)}
    context["count"] = bounded_count(in_order(articles, form.order, request.user))
    may_assign = request.user.has_perm("annotations.add_passage")
    queries = [*form.proposal_queries(), *line_queries(page.rows, request.user)]
    with sent_together(*queries, *([(names_to_assign,)] if may_assign else [])):
        proposals = form.proposals
        context |= {"lines": lines_of(page.rows, request.user), "proposals": dict(proposals)}
        if may_assign:
            context["members"] = assignable_names()
    if not form.asked:
        context["blank_filter"] = blank_filter_html(proposals)
    template = "annotations/articles/article_list.html"
    return render(request, template, context, status=status_of(form))


@require_POST
def articles_selected(request):
    """Mark, assign or export the articles selected on a list."""
    form = SelectedArticlesForm(request.POST)
    back = with_query(reverse("article_list"), request)
    if not form.is_valid():
        note(request, f"Nothing was changed. {form.first_error}")
        return mark_unsaved(see_other(back))
    articles, choice = form.cleaned_data["articles"], form.cleaned_data["do"]
    if choice == form.COMPARE:
        pair = [article.public_id for article in articles]
        return mark_unsaved(see_other(reverse("article_compare", args=pair)))
    if choice in SUFFIXES:
        ids = urlencode({"ids": " ".join(article.public_id for article in articles)})
        return mark_unsaved(see_other(f"{reverse(f'articles_{choice}')}?{ids}"))
    if choice == form.ASSIGN:
        return _assign_several(request, articles, form.cleaned_data["member"], back)
    with acting("article.mark_several", request.user) as action:
        ReadingState.objects.mark_all(articles, choice)
    note(request, f"{number_of(len(articles), 'article')} marked as {choice}.", action)
    return see_other(back)


def _assign_several(request, articles, member, back):
    if not request.user.has_perm("annotations.add_passage"):
        raise PermissionDenied
    with acting("article.assign_several", request.user) as action:
        ReadingState.objects.assign_all(articles, member)
    outcome = f"assigned to {member}" if member else "no longer assigned"
    note(request, f"{number_of(len(articles), 'article')} {outcome}.", action)
    return see_other(back)


def _queries_of_article(request, member_pk, public_id, slug=""):
    return [] if "rev" in request.GET else reading_queries(public_id, member_pk)


@require_safe
@reads_ahead(_queries_of_article)
def article(request, public_id, slug=""):
    """The reading page; an old slug redirects to the current address."""
    query = ReadingPageForm.parse(request.GET)
    article = Article.find_to_read(public_id)
    if article is None:
        raise Http404
    if slug != article.slug:
        return redirect(with_query(article.get_absolute_url(), request), permanent=True)
    if query.revision not in (None, article.revision_number):
        return revision_page(request, article, query)
    context = reading_context(request, article, query)
    parts = {name: context.pop(name) for name in ("text_html", "column_html")}
    return render_with_parts(request, "annotations/reading/article.html", context, **parts)


@require_safe
def article_snapshot(request, public_id):
    """The bytes as retrieved, as a download: browsers must not render them on this site."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    retrieval = get_object_or_404(article.retrievals.select_related("snapshot").order_by("-pk")[:1])
    snapshot = retrieval.snapshot
    response = HttpResponse(bytes(snapshot.content), content_type=snapshot.media_type)
    # Has the patterns of all types of files, which other pages do without.
    from corpus.readers.file_types import suffix_of

    name = f"{article.public_id}{suffix_of(snapshot.media_type)}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
