from mimetypes import guess_extension
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.articles.rows import lines_of
from annotations.corrections.pending import doubts_of, in_doubt, summary
from annotations.forms.article_list import ArticleFilterForm, fresh_filter
from annotations.forms.concordance import SoughtForm
from annotations.forms.passage import FreshForm, claims_offered, people_offered
from annotations.forms.reading_page import OpenedForm
from annotations.forms.review import InHandForm
from annotations.forms.revisions import RevisionForm
from annotations.highlighting.search_hits import hits_in
from annotations.models import Member, Tag
from annotations.models.member import ALONE, SHOWN
from annotations.reading.live_updates import token_of
from annotations.reading.near_duplicates import carried
from annotations.reading.page import column_of, read
from annotations.search.query import read_question
from annotations.search.results import next_found
from annotations.views.reading_state import reader_context
from annotations.views.revisions import revision_page, text_context
from corpus.models import Article
from corpus.pagination import page_of, tally
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import with_query

UNPROCESSABLE = 422
MOST_DOUBTS = 30
FEW_REVISIONS = 5
RECENT_TAGS = 9
RECENT_CLAIMS = 8


@require_safe
def article_list(request):
    """Articles, newest first, narrowed to what the query asks for."""
    form = ArticleFilterForm(request.GET)
    found = form.narrow(Article.objects.listed(), request.user)
    page = page_of(found, "sort_key", **PageForm.keys(request.GET))
    context = {"page": page, "lines": lines_of(page.rows, request.user), "form": form}
    if form.asked:
        context["count"] = tally(found)
    else:
        context["fresh_filter"] = fresh_filter(form.proposals)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "annotations/articles/article_list.html", context, status=status)


@require_safe
def article(request, public_id, slug=""):
    """The reading page; a stale slug redirects to the address of today."""
    article = get_object_or_404(Article.objects.read(), public_id=public_id)
    if slug != article.slug:
        return redirect(with_query(article.get_absolute_url(), request), permanent=True)
    number = RevisionForm.asked(request.GET)
    if number not in (None, article.revision_number):
        return revision_page(request, article, number)
    return render(request, "annotations/reading/article.html", reading_context(request, article))


def reading_context(request, article, form=None):
    """What the reading page is drawn from; `form` is the form by hand when it has errors."""
    hiding = Member.objects.hiding_in(article, request.user)
    only_by = request.user if hiding == ALONE else None
    # Before the passages are read: what is made meanwhile is told of rather twice than never.
    token = token_of(article.pk)
    reading = read(article.current_text, only_by)
    return {
        **text_context(article, reading),
        **_search_context(request, article, reading),
        "revision": article.revision_number,
        "column": column_of(reading, article, request.user, OpenedForm.opened(request.GET)),
        "carried": carried(article),
        "is_alone": hiding == ALONE,
        "hides_colleagues": hiding != SHOWN,
        "token": token,
        **doubt_context(request, article, reading),
        **reader_context(request, article),
        **_tagging_context(request, article, form, only_by),
    }


def _search_context(request, article, reading):
    """The search or list that the member came from: the next article, and hits in this one."""
    typed = SoughtForm.typed(request.GET) if "q" in request.GET else ""
    if not typed:
        return {"hits": None, **_next_listed(request, article)}
    question = read_question(typed)
    hits = hits_in(typed, question.tree, article.title, article.text)
    return {
        "hits": hits,
        "paragraphs": reading.paragraphs_with(hits.spans),
        "next_article": next_found(question, request.user, article.sort_key),
        "list_query": f"?{urlencode({'q': typed})}",
    }


def _next_listed(request, article):
    asked = ArticleFilterForm(request.GET)
    older = Article.objects.titled().filter(sort_key__lt=article.sort_key).in_reading_order()
    return {"next_article": asked.narrow(older, request.user).first(), "list_query": asked.query}


def doubt_context(request, article, reading):
    """What the corrections of the text left in doubt, and which passage is to be placed again."""
    wanted = InHandForm.wanted(request.GET)
    if article.revision_number == 1 and not reading.has_beyond_text and not wanted:
        return {"doubts": [], "in_hand": None}
    seen = article.passages.visible_to(request.user)
    waiting = list(in_doubt(seen.to_review()).order_by("pk")[: MOST_DOUBTS + 1])
    doubts = doubts_of(waiting, request.user)
    in_hand = in_doubt(seen.present()).filter(public_id=wanted) if wanted else []
    held = next(iter(doubts_of(list(in_hand), request.user)), None)
    return {
        "doubts": doubts[:MOST_DOUBTS],
        "more_doubts": len(doubts) > MOST_DOUBTS,
        "doubt_words": summary(doubts[:MOST_DOUBTS]),
        "in_hand": held if held and held.may_review else None,
        "revisions": article.revisions.described()[:FEW_REVISIONS],
    }


def _tagging_context(request, article, form, only_by):
    """What the popup and the form by hand offer; nothing for those who may not tag."""
    if not request.user.has_perm("annotations.add_passage"):
        return {"can_tag": False}
    people, claims = people_offered(article, only_by), claims_offered()
    return {
        "can_tag": True,
        "form": form or FreshForm(people, claims),
        "recent_tags": tuple(Tag.objects.recent(request.user, RECENT_TAGS)),
        "article_people": people,
        "recent_claims": claims[:RECENT_CLAIMS],
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
