from mimetypes import guess_extension

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.forms.passage import PassageForm
from annotations.forms.passages_query import OpenedForm
from annotations.models import Claim, Tag
from annotations.models.passage import people_in, with_passage_counts
from annotations.reading import column_of, read
from corpus.forms import PageForm
from corpus.keyset import page_of
from corpus.models import Article

RECENT_TAGS = 9
RECENT_CLAIMS = 8


@require_safe
def home(request):
    return redirect("article_list")


@require_safe
def article_list(request):
    """Every article, newest first."""
    keys = PageForm.keys(request.GET)
    page = page_of(with_passage_counts(Article.objects.listed()), "sort_key", **keys)
    return render(request, "annotations/article_list.html", {"page": page})


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
    """What the reading page is drawn from; `form` is the form by hand when it has errors."""
    revision = article.revision
    reading = read(revision)
    opened = OpenedForm.opened(request.GET)
    return {
        "article": article,
        "revision": revision.number,
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
