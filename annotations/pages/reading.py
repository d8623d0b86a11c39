"""The context of the reading page, and the page of an earlier revision."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render

from annotations.corrections.pending import (
    pending_placements,
    pending_summary,
    with_articles,
)
from annotations.forms.article_list import ArticleFilterForm
from annotations.forms.concordance import SearchTextForm
from annotations.forms.passage import people_offered
from annotations.forms.reading_page import OpenFoldForm
from annotations.forms.reading_state import assignable_names
from annotations.forms.review import PlacingForm
from annotations.highlighting.html import text_html
from annotations.highlighting.search_hits import hits_in
from annotations.models import Member, ReadingState, ReadingStatus
from annotations.models.member import ALONE, SHOWN
from annotations.passages.recent_tags import recent_tags
from annotations.reading.live_updates import history_token
from annotations.reading.near_duplicates import near_duplicates
from annotations.reading.page import column_of, load_reading
from annotations.search.query import parse_query
from annotations.search.results import next_article
from annotations.templatetags.content_cache import remembered
from corpus.models import Article

# Maximum of rows listed of each kind.
MAX_PENDING = 30
MAX_REVISIONS = 5
MAX_RECENT_TAGS = 9


def reading_context(request, article):
    """The context of the reading page."""
    hiding = Member.objects.colleague_visibility(article, request.user)
    # Read before the passages: a concurrent change is reported twice rather than never.
    token = history_token(article.pk)
    reading = load_reading(article.current_text, request.user)
    column = column_of(reading, article, request.user, OpenFoldForm.parse(request.GET))
    return {
        **text_context(article, reading),
        **_search_context(request, article, reading),
        "revision": article.revision_number,
        "column": column,
        "column_html": remembered(
            "annotations/reading/_column.html", column=column, address=article.get_absolute_url()
        ),
        "near_duplicates": near_duplicates(article),
        "is_alone": hiding == ALONE,
        "hides_colleagues": hiding != SHOWN,
        "token": token,
        **pending_context(request, article, reading),
        **reading_state_context(request, article),
        **_tagging_context(request, article),
    }


def _search_context(request, article, reading):
    """The context of the search or list that led here: the next article, and hits in this one."""
    typed = SearchTextForm.parse(request.GET) if "q" in request.GET else ""
    if not typed:
        return {"hits": None, **_next_listed(request, article)}
    question = parse_query(typed)
    hits = hits_in(typed, question.tree, article.title, article.text)
    return {
        "hits": hits,
        "text_html": text_html(reading.paragraphs_with(hits.spans)),
        "next_article": next_article(question, request.user, article.sort_key),
        "list_query": f"?{urlencode({'q': typed})}",
    }


def _next_listed(request, article):
    filters = ArticleFilterForm.parse(request.GET)
    if not filters.asked:
        return {"next_article": article.find_older(), "list_query": ""}
    older = Article.objects.titled().older_than(article.sort_key)
    return {
        "next_article": filters.filter(older, request.user).first(),
        "list_query": filters.query,
    }


def pending_context(request, article, reading):
    """The passages to review, and the one that is being placed again."""
    placing_id = PlacingForm.parse(request.GET)
    if article.revision_number == 1 and not reading.has_beyond_text and not placing_id:
        return {"pending_placements": [], "placing": None}
    visible = article.passages.visible_to(request.user)
    passages = list(with_articles(visible.to_review()).order_by("pk")[: MAX_PENDING + 1])
    pending = pending_placements(passages, request.user)
    placing_rows = (
        with_articles(visible.present()).filter(public_id=placing_id) if placing_id else []
    )
    placing = next(iter(pending_placements(list(placing_rows), request.user)), None)
    return {
        "pending_placements": pending[:MAX_PENDING],
        "has_more_pending": len(pending) > MAX_PENDING,
        "pending_summary": pending_summary(pending[:MAX_PENDING]),
        "placing": placing if placing and placing.may_review else None,
        "revisions": article.revisions.described()[:MAX_REVISIONS],
    }


def _tagging_context(request, article):
    """The popup's offers; empty without the permission to tag."""
    if not request.user.has_perm("annotations.add_passage"):
        return {"can_tag": False}
    return {
        "can_tag": True,
        "recent_tags": tuple(recent_tags(request.user, MAX_RECENT_TAGS)),
        "article_people": people_offered(article, request.user),
    }


def reading_state_context(request, article):
    """The member's reading state of the article, and its assignee."""
    state, assigned_to = ReadingState.objects.state_and_assignee(article, request.user)
    return {
        "state": state,
        "assigned_to": assigned_to,
        # A function: no query unless the page shows them.
        "members": assignable_names,
        "states": ReadingStatus.choices,
    }


def text_context(article, reading):
    """The drawn text of an article and its legend; `reading` is a Reading."""
    return {
        "article": article,
        "text_html": text_html(reading.paragraphs),
        "passage_count": reading.passage_count,
        "legend": reading.legend,
        "lang": article.language,
        "dir": article.dir,
    }


def revision_page(request, article, number):
    """The page of an earlier revision with its passages, read-only; raises Http404."""
    rows = article.revisions.select_related("created_by").filter(number=number)
    revision = rows.first()
    if revision is None:
        raise Http404(f"The article has no revision {number}.")
    revision.article = article
    reading = load_reading(revision, request.user)
    open_fold = OpenFoldForm.parse(request.GET)
    context = {
        **text_context(article, reading),
        "revision": revision,
        "column": column_of(reading, article, request.user, open_fold, number),
        "query": f"rev={number}&",
    }
    return render(request, "annotations/articles/article_revision.html", context)
