from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotations.corrections.text_diff import changes
from annotations.forms.revisions import RevisionPairForm
from annotations.models import ProposedCorrection
from corpus.models import Article
from corpus.models.revision_text import text_of


@require_safe
def article_revisions(request, public_id):
    """The revisions of an article: author, time and reason, and the diff of two."""
    article = get_object_or_404(Article.objects.present(), public_id=public_id)
    pair = RevisionPairForm.parse(request.GET, newest=article.revision_number)
    texts = dict(article.revisions.filter(number__in=pair or ()).values_list("number", text_of()))
    taken_over = ProposedCorrection.objects.present().filter(article=article).exclude(taken_as=None)
    context = {
        "article": article,
        "revisions": article.revisions.described(),
        "taken_over": taken_over.listed().order_by("pk"),
        "pair": pair,
        "changes": changes(texts[pair[0]], texts[pair[1]]) if pair else [],
    }
    return render(request, "annotations/articles/article_revisions.html", context)
