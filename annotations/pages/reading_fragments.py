from django.shortcuts import render

from annotations.history.notices import note
from annotations.history.undo_rules import passages_in
from annotations.models import ReadingState
from annotations.models.member import is_alone
from annotations.passages.cards import cards_of
from annotations.reading.page import MAX_CARDS, current_reading
from annotations.reading.saved_changes import saved_changes
from corpus.models import Article
from corpus.records.row_changes import changes_of

# What the page says beside its text: a fragment has nothing of it.
FACTS = (Article, ReadingState)


def reading_of(request, article):
    """The current Reading of an article as the member sees it."""
    return current_reading(article, request.user)


def changes_context(article, page, paragraphs, cards, *, hides_colleagues):
    """The context of _page_changes.html: the changes to an open reading page.

    `page` gives its `passage_count` and `legend`.
    """
    return {
        "article": article,
        "paragraphs": paragraphs,
        "cards": cards,
        "passage_count": page.passage_count,
        "legend": page.legend,
        "is_alone": hides_colleagues,
    }


def saved_context(article, passages, member, *, in_runs=False):
    """The same after these passages were marked, without drawing the rest of the text; for
    `in_runs` see `saved_changes`.
    """
    changes = saved_changes(article, passages, member, in_runs=in_runs)
    shown = [passage.pk for passage in passages if passage.public_id in changes.tags_of]
    cards = cards_of(article, shown, member, changes.tags_of)
    is_hiding = is_alone(article, member)
    return {
        **changes_context(article, changes, changes.paragraphs, cards, hides_colleagues=is_hiding),
        "runs": changes.runs,
    }


def fragment_of(request, article, before, notice):
    """The fragment with the notice, and the changes since the Reading `before`.

    It asks for the whole page, which then shows the notice, where it cannot hold all that changed.
    """
    after = reading_of(request, article)
    changes = changes_of([notice.action])[notice.action]
    ids = _touched(changes, article)
    is_whole = len(ids) <= MAX_CARDS and not any(change.model in FACTS for change in changes)
    if not is_whole:
        note(request, notice.message, notice.action, notice.offer)
    shown = [after.keys[public_id] for public_id in ids if public_id in after.starts]
    cards = cards_of(article, shown[:MAX_CARDS], request.user)
    paragraphs = after.differing_from(before)
    is_hiding = is_alone(article, request.user)
    context = {
        **changes_context(article, after, paragraphs, cards, hides_colleagues=is_hiding),
        "gone": sorted(set(ids) - set(after.starts)),
        "is_whole": is_whole,
        "notice": notice,
        "back": {"next": article.get_absolute_url()},
    }
    return render(request, "annotations/reading/_undone.html", context)


def _touched(changes, article):
    passage_keys = passages_in(changes)
    return list(article.passages.filter(pk__in=passage_keys).values_list("public_id", flat=True))
