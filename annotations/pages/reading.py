"""What a reading page is drawn from, of the text of today and of an earlier one."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render

from annotations.corrections.pending import doubts_of, in_doubt, summary
from annotations.forms.article_list import ArticleFilterForm
from annotations.forms.concordance import SoughtForm
from annotations.forms.passage import FreshForm, claims_offered, people_offered
from annotations.forms.reading_page import OpenedForm
from annotations.forms.reading_state import offered_members
from annotations.forms.review import InHandForm
from annotations.highlighting.search_hits import hits_in
from annotations.models import Member, Reader, ReadingState, Tag
from annotations.models.member import ALONE, SHOWN
from annotations.reading.live_updates import token_of
from annotations.reading.near_duplicates import carried
from annotations.reading.page import column_of, read
from annotations.search.query import read_question
from annotations.search.results import next_found
from corpus.models import Article

MOST_DOUBTS = 30


FEW_REVISIONS = 5


RECENT_TAGS = 9


RECENT_CLAIMS = 8


def reading_context(request, article, form=None):
    """What the reading page is drawn from; `form` is the form by hand when it has errors."""
    hiding = Member.objects.colleague_visibility(article, request.user)
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


def alone(member, article):
    """The member, where what colleagues marked is hidden from them now; else None."""
    return member if Member.objects.colleague_visibility(article, member) == ALONE else None


def reader_context(request, article):
    """The member beside the article: how far they are with it, and who is asked to read it."""
    state, assigned_to = Reader.objects.state_and_assignee(article, request.user)
    return {
        "state": state,
        "assigned_to": assigned_to,
        # Not asked for where the page does not show it.
        "members": offered_members().values_list("username", flat=True),
        "states": ReadingState.choices,
    }


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
