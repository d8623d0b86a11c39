from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.claims.filters import reported_by
from annotations.models import Claim
from annotations.models.passage import with_passage_counts
from annotations.pages.names import (
    claims_section,
    mentions_section,
    name_list,
    passage_filters,
    to_canonical,
)
from annotations.passages.excerpts import readable
from corpus.db.count_up_to import CountUpTo
from corpus.models import Article, Grade, Source
from corpus.pagination import bounded_count, page_beside
from corpus.records.merging import suggested_merges
from corpus.web.paging_forms import CursorForm

# Sources are graded a few times a year: the newest grades are enough.
MAX_GRADES = 100


@require_safe
def source_list(request):
    """All sources, by name, with the number of their articles."""
    sources = Source.objects.present()
    suggested = () if request.GET else suggested_merges(sources)
    template = "annotations/people/source_list.html"
    return name_list(request, template, sources, _with_counts, suggested=suggested)


def _with_counts(sources):
    articles = Article.objects.present().filter(source=OuterRef("pk"))
    grades = Grade.objects.present().filter(source=OuterRef("pk"))
    return sources.annotate(article_count=CountUpTo(articles), is_graded=Exists(grades))


@require_safe
def source(request, public_id, slug=""):
    """A source: its grades with reasons, its articles, the claims that they report."""
    source = get_object_or_404(Source.objects.present(), public_id=public_id)
    if slug != source.slug:
        return to_canonical(request, source)
    claims = reported_by(Claim.objects.present(), [source])
    filters, context = passage_filters(request, source=source)
    passages = filters.filter(readable(request.user))
    context |= {
        "source": source,
        "passages": mentions_section(request, passages, "passages", filters.query),
        "grades": source.grades.present()[:MAX_GRADES],
        "articles": _articles(request, source),
        "claims": claims_section(request, claims),
    }
    return render(request, "annotations/people/source.html", context)


def _articles(request, source):
    articles = Article.objects.listed().filter(source=source)
    cursor = CursorForm.parse(request.GET, prefix="articles")
    page = page_beside(with_passage_counts(articles, request.user), "sort_key", cursor)
    count = bounded_count(Article.objects.present().filter(source=source))
    return {"section": "articles", "page": page, "count": count}
