from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.corrections.text_diff import changes
from annotations.forms.reading_page import OpenedForm
from annotations.forms.revisions import ComparedForm
from annotations.reading.page import column_of, read
from annotations.views.reading_state import alone
from corpus.models import Article


@require_safe
def article_revisions(request, public_id):
    """The texts that an article had: who made each, when and why, and what two differ in."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    pair = ComparedForm.pair(request.GET, article.revision_number)
    texts = dict(article.revisions.filter(number__in=pair or ()).values_list("number", "text"))
    context = {
        "article": article,
        "revisions": article.revisions.described(),
        "pair": pair,
        "changes": changes(texts[pair[0]], texts[pair[1]]) if pair else [],
    }
    return render(request, "annotations/articles/article_revisions.html", context)


def text_context(article, reading):
    """The text of an article as it was read, and what its legend says."""
    return {
        "article": article,
        "paragraphs": reading.paragraphs,
        "passage_count": len(reading.starts),
        "legend": reading.legend,
        "lang": article.language,
        "dir": article.dir,
    }


def revision_page(request, article, number):
    """An earlier text with its passages as they stood; nothing can be marked in it."""
    rows = article.revisions.select_related("created_by").filter(number=number)
    revision = rows.first()
    if revision is None:
        raise Http404(f"The article has no revision {number}.")
    revision.article = article
    reading = read(revision, alone(request.user, article))
    context = {
        **text_context(article, reading),
        "revision": revision,
        "column": column_of(reading, article, request.user, OpenedForm.opened(request.GET), number),
        "query": f"rev={number}&",
    }
    return render(request, "annotations/articles/article_revision.html", context)
