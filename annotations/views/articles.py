from mimetypes import guess_extension

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.article_lists import with_state_of
from annotations.forms.article_filter import ArticleFilterForm
from annotations.forms.passage import PassageForm
from annotations.forms.passages_query import OpenedForm
from annotations.models import Claim, Member, Tag
from annotations.models.member import ALONE, SHOWN
from annotations.models.passage import people_in, with_passage_counts
from annotations.reading import column_of, read
from annotations.together import token_of
from annotations.views.readers import reader_context
from corpus.answers import with_query
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
    articles = with_passage_counts(Article.objects.listed(), request.user)
    articles = with_state_of(articles, request.user)
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


def reading_context(request, article, form=None):
    """What the reading page is drawn from; `form` is the form by hand when it has errors."""
    revision = article.revision
    hiding = Member.objects.hiding_in(article, request.user)
    only_by = request.user if hiding == ALONE else None
    # Before the passages are read: what is made meanwhile is told of rather twice than never.
    token = token_of(article.pk)
    reading = read(revision, only_by)
    form = form or PassageForm(article, initial={"revision": revision.number}, only_by=only_by)
    return {
        "revision": revision.number,
        "paragraphs": reading.paragraphs,
        "column": column_of(reading, article, request.user, OpenedForm.opened(request.GET)),
        "passage_count": len(reading.starts),
        "legend": reading.legend,
        "form": form,
        **_page_context(article, hiding, token),
        **reader_context(request, article),
        **_popup_context(request, article, only_by),
    }


def _page_context(article, hiding, token):
    return {
        "article": article,
        "lang": article.language,
        "dir": article.dir,
        "is_alone": hiding == ALONE,
        "hides_colleagues": hiding != SHOWN,
        "token": token,
    }


def _popup_context(request, article, only_by):
    return {
        "recent_tags": Tag.objects.recent(request.user, RECENT_TAGS),
        "article_people": people_in(article, only_by),
        "recent_claims": Claim.objects.present().newest_first()[:RECENT_CLAIMS],
        "can_tag": request.user.has_perm("annotations.add_passage"),
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
