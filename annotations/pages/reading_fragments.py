from django.shortcuts import render

from annotations.history.undo_rules import passages_in
from annotations.pages.reading import alone
from annotations.passages.cards import cards_of
from annotations.reading.page import MAX_CARDS, load_reading
from corpus.records.row_changes import changes_of


def reading_of(request, article):
    """The Reading of an article as this member sees it now."""
    return load_reading(article.current_text, alone(request.user, article))


def fragment_of(request, article, before, notice):
    """What the action of a notice changed on the reading page, once read as `before`."""
    only_by = alone(request.user, article)
    after = load_reading(article.current_text, only_by)
    ids = _touched(notice.action, article)
    shown = [each for each in ids if each in after.starts]
    cards = cards_of(article, shown[:MAX_CARDS], request.user)
    context = {
        "article": article,
        "paragraphs": after.differing_from(before),
        "cards": cards,
        "gone": sorted(set(ids) - set(after.starts)),
        "is_whole": len(ids) <= MAX_CARDS,
        "passage_count": len(after.starts),
        "legend": after.legend,
        "is_alone": only_by is not None,
        "notice": notice,
        "back": {"next": article.get_absolute_url()},
    }
    return render(request, "annotations/reading/_undone.html", context)


def _touched(action, article):
    keys = passages_in(changes_of([action])[action])
    return list(article.passages.filter(pk__in=keys).values_list("public_id", flat=True))
