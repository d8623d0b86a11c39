from mimetypes import guess_extension

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotations.article_lists import with_state_of
from annotations.forms.article_filter import ArticleFilterForm
from annotations.forms.passage import PassageForm
from annotations.forms.passages_query import OpenedForm
from annotations.forms.reader import AssignForm, StateForm
from annotations.models import Claim, Reader, ReadingState, Tag
from annotations.models.passage import people_in, with_passage_counts
from annotations.reading import column_of, read
from corpus.answers import see_other
from corpus.forms import PageForm
from corpus.keyset import page_of, tally
from corpus.models import Article

UNPROCESSABLE = 422
RECENT_TAGS = 9
RECENT_CLAIMS = 8


@require_safe
def article_list(request):
    """Articles, newest first, narrowed to what the query asks for."""
    form = ArticleFilterForm(request.GET)
    articles = with_state_of(with_passage_counts(Article.objects.listed()), request.user)
    found = form.narrow(articles, request.user)
    page = page_of(found, "sort_key", **PageForm.keys(request.GET))
    context = {"page": page, "form": form, "count": tally(found) if form.asked else None}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "annotations/article_list.html", context, status=status)


@require_safe
def article(request, public_id, slug=""):
    """The reading page; a stale slug redirects to the address of today."""
    article = get_object_or_404(Article.objects.read(), public_id=public_id)
    if slug != article.slug:
        return redirect(with_query(article.get_absolute_url(), request), permanent=True)
    return render(request, "annotations/article.html", reading_context(request, article))


def with_query(address, request):
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def reading_context(request, article, form=None):
    """What the reading page is drawn from; `form` is the form by hand when it has errors.

    The query says from which list the reader came: the next article is the next of that list.
    """
    asked = ArticleFilterForm(request.GET)
    older = Article.objects.listed().filter(sort_key__lt=article.sort_key).in_reading_order()
    revision = article.revision
    reading = read(revision)
    opened = OpenedForm.opened(request.GET)
    return {
        "article": article,
        "revision": revision.number,
        "reader": Reader.objects.beside(article, request.user),
        "assigned_to": Reader.objects.assigned_to(article),
        "members": AssignForm().fields["member"].queryset,
        "states": ReadingState,
        "next_article": asked.narrow(older, request.user).first(),
        "list_query": asked.query,
        "paragraphs": reading.paragraphs,
        "column": column_of(reading, article, request.user, opened),
        "passage_count": len(reading.starts),
        "legend": reading.legend,
        "recent_tags": Tag.objects.recent(request.user, RECENT_TAGS),
        "article_people": people_in(article),
        "recent_claims": Claim.objects.present().newest_first()[:RECENT_CLAIMS],
        "can_tag": request.user.has_perm("annotations.add_passage"),
        "lang": article.language,
        "dir": article.dir,
        "form": form or PassageForm(article, initial={"revision": revision.number}),
    }


@require_POST
def article_state(request, public_id):
    """Say how far one is with an article."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    form = StateForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Say “unread”, “reading” or “done”.", "text/plain")
    Reader.objects.mark(article, request.user, form.cleaned_data["state"])
    return see_other(with_query(article.get_absolute_url(), request))


@require_POST
@permission_required("annotations.add_passage", raise_exception=True)
def article_assign(request, public_id):
    """Ask a member to read an article, or nobody any more."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Nobody here has this name.", "text/plain")
    Reader.objects.assign(article, form.cleaned_data["member"], request.user)
    return see_other(with_query(article.get_absolute_url(), request))


@require_safe
def article_snapshot(request, public_id):
    """The bytes as they were retrieved, to download; a browser never renders them here."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    retrieval = get_object_or_404(article.retrievals.select_related("snapshot").order_by("-pk")[:1])
    snapshot = retrieval.snapshot
    response = HttpResponse(bytes(snapshot.content), content_type=snapshot.media_type)
    name = f"{article.public_id}{guess_extension(snapshot.media_type) or '.bin'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
