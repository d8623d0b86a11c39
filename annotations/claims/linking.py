"""Links the words of several articles to one claim, as one Action."""

from django.db.models import Exists, OuterRef

from annotations.models import Claim, Origin, Passage, Placement, PlacementState
from annotations.passages.marking import Annotation, Marking, mark
from corpus.models import Article
from corpus.records.action import current_action
from corpus.records.edit_conflict import StaleVersion


def link_words(words, revisions, claim=None, new_claim=None, *, stance, origin, new_origin=""):
    """Make the words of each article evidence for a claim, and return it.

    `words` are (article, half-open span in code points); each is a passage: one that is there
    already, or a new one. `revisions` are the numbers of the revisions that the spans count in.
    `new_claim` are the keyword arguments of `Claim.objects.make` for one to be drafted.

    Raises StaleVersion where a text was corrected since, RowGone.
    """
    # Articles are locked before claims, each kind in the order of its keys.
    parts = sorted(zip(words, revisions, strict=True), key=lambda part: part[0][0].pk)
    articles = [_locked(article, number) for (article, _), number in parts]
    spans = [span for (_, span), _ in parts]
    passages = [_passage(*each) for each in zip(articles, spans, strict=True)]
    origin = Origin.objects.obtain(new_origin) if new_origin else origin
    claim = claim or Claim.objects.make(**new_claim)
    for passage in passages:
        claim.add_evidence(passage, stance, origin)
    return claim


def _locked(article, number):
    row = Article.lock(article.pk)
    if row.revision_number != number:
        raise StaleVersion(row)
    return row


def _passage(article, span):
    """The first passage of exactly these words that the acting member sees, or a new one."""
    start, end = span
    seen = Passage.objects.present().visible_to(current_action().by).filter(article=article)
    pieces = Placement.objects.filter(
        passage=OuterRef("pk"), revision__number=article.revision_number
    )
    rest = pieces.exclude(start=start, end=end, state=PlacementState.PLACED)
    same = seen.filter(Exists(pieces), ~Exists(rest)).order_by("pk").first()
    if same:
        return same
    quote = article.text[start:end]
    return mark(article, Marking(article.revision_number, start, end, quote), Annotation())
