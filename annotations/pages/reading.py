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
from annotations.forms.passage import people_offered, people_offers
from annotations.forms.reading_state import assignable_names, names_to_assign
from annotations.highlighting.html import text_html
from annotations.highlighting.search_hits import hits_in
from annotations.models.member import ALONE, SHOWN, colleague_visibility, hiding_rows
from annotations.models.reading_state import state_and_assignee, state_rows
from annotations.passages.recent_tags import offer_queries, tags_offered
from annotations.reading import page
from annotations.reading.article_facts import facts_of
from annotations.reading.article_link import ArticleLink
from annotations.reading.live_updates import history_sizes, history_token
from annotations.reading.page import column_of, current_reading, load_reading
from annotations.reading.reader_panel import ReaderPanel
from annotations.reading.same_origin import origins_of
from annotations.search.query import parse_query
from annotations.search.results import next_article
from annotations.templatetags.content_cache import drawn_once
from corpus.db.query_batch import ColumnOf
from corpus.models import Article
from corpus.models.article import article_to_read, older_article

# Maximum of rows listed of each kind.
MAX_PENDING = 30
MAX_RECENT_TAGS = 6


def reading_queries(public_id, member_pk):
    """Calls for `sent_together` that the reading page of an article makes, whatever they answer."""
    article = (article_to_read, public_id)
    pk, number = ColumnOf(article, "id"), ColumnOf(article, "revision_number")
    return [
        article,
        (hiding_rows, pk, member_pk),
        (history_sizes, pk),
        *page.reading_queries(pk, number, member_pk),
        (origins_of, pk, member_pk),
        (state_rows, pk, member_pk),
        (names_to_assign,),
        (older_article, ColumnOf(article, "sort_key")),
        *offer_queries(member_pk),
        (people_offers, pk, member_pk),
    ]


def reading_context(request, article, query):
    """The context of the reading page; `query` is the ReadingQuery of its address."""
    hiding = colleague_visibility(article, request.user)
    # Read before the passages: a concurrent change is reported twice rather than never.
    token = history_token(article.pk)
    reading = current_reading(article, request.user)
    column = column_of(reading, article, request.user, query.opened)
    address = article.get_absolute_url()
    question = parse_query(query.typed) if query.typed else None
    return {
        **text_context(article, reading),
        **_search_context(article, reading, question),
        "facts": facts_of(article, request.user),
        "panel": _reader_panel(request, article, question, hiding),
        "revision": article.revision_number,
        "address": address,
        "column_html": drawn_once(
            "annotations/reading/_column.html", column=column, address=address
        ),
        "is_folded": reading.passage_count > len(column),
        "is_alone": hiding == ALONE,
        "token": token,
        **pending_context(request, article, reading, query.placing),
        **_tagging_context(request, article),
    }


def _search_context(article, reading, question):
    """The hits in this article of the SearchQuery that led here, if one did."""
    if question is None:
        return {"hits": None}
    hits = hits_in(question.typed, question.tree, article.title, article.text)
    return {"hits": hits, "text_html": text_html(reading.paragraphs_with(hits.spans))}


def _reader_panel(request, article, question, hiding):
    """The ReaderPanel; `hiding` is the colleague visibility of the member."""
    state, assigned_to = state_and_assignee(article, request.user)
    can_tag = request.user.has_perm("annotations.add_passage")
    next_article, list_query = _next_listed(request, article, question)
    return ReaderPanel(
        article=article.public_id,
        state=state,
        assigned_to=assigned_to,
        members=assignable_names() if can_tag else (),
        can_tag=can_tag,
        next_article=next_article and ArticleLink.to(next_article),
        list_query=list_query,
        is_alone=hiding == ALONE,
        hides_colleagues=hiding != SHOWN,
    )


def _next_listed(request, article, question):
    """(next article, query of the list) of the search or list that led here."""
    if question:
        following = next_article(question, request.user, article.sort_key)
        return following, f"?{urlencode({'q': question.typed})}"
    filters = ArticleFilterForm.parse(request.GET) if request.GET else None
    if filters is None or not filters.asked:
        return article.find_older(), ""
    following = filters.following(Article.objects.titled(), request.user, article)
    return following, filters.query


def pending_context(request, article, reading, placing_id):
    """The passages to review, and the one that is being placed again, if `placing_id` is one."""
    if article.revision_number == 1 and not reading.has_beyond_text and not placing_id:
        return {"pending_placements": [], "placing": None}
    visible = article.passages.visible_to(request.user)
    passages = list(with_articles(visible.to_review(article.pk)).order_by("pk")[: MAX_PENDING + 1])
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
    }


def _tagging_context(request, article):
    """The popup's offers; empty without the permission to tag."""
    if not request.user.has_perm("annotations.add_passage"):
        return {"can_tag": False}
    keyed, recent = tags_offered(request.user, MAX_RECENT_TAGS)
    return {
        "can_tag": True,
        "keyed_tags": keyed,
        "recent_tags": recent,
        "article_people": people_offered(article, request.user),
    }


def text_context(article, reading):
    """The drawn text of an article and its legend; `reading` is a Reading."""
    return {
        "article": article,
        "text_html": reading.html,
        "passage_count": reading.passage_count,
        "legend": reading.legend,
        "lang": article.language,
        "dir": article.dir,
    }


def revision_page(request, article, query):
    """The page of an earlier revision with its passages, read-only; raises Http404."""
    number = query.revision
    rows = article.revisions.select_related("created_by").filter(number=number)
    revision = rows.first()
    if revision is None:
        raise Http404(f"The article has no revision {number}.")
    revision.article = article
    reading = load_reading(revision, request.user)
    context = {
        **text_context(article, reading),
        "revision": revision,
        "column": column_of(reading, article, request.user, query.opened, number),
        "query": f"rev={number}&",
    }
    return render(request, "annotations/articles/article_revision.html", context)
