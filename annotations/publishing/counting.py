"""Pure: counts the articles that report, support or contradict a claim, and their origins.

An article's origins are those stated on its evidence; if none is stated, its source; if that is
unknown, the article itself. Each stance is counted separately.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.number_words import number_of

REPORTS, SUPPORTS, CONTRADICTS = "reports", "supports", "contradicts"
STANCES = (REPORTS, SUPPORTS, CONTRADICTS)

# The words before a stance's count, and what is counted.
COUNTED = {
    REPORTS: ("", "report"),
    SUPPORTS: ("Supported by ", "article"),
    CONTRADICTS: ("Contradicted by ", "article"),
}


@dataclass(frozen=True)
class EvidenceSource:
    """The fields of a piece of evidence that matter for counting.

    Ids are compared, names are used in the reason; "" means an unknown source, an origin not
    stated, or an origin of no particular kind (else, for example, "briefing").
    """

    stance: str
    article: str
    title: str
    source: str = ""
    source_name: str = ""
    origin: str = ""
    origin_name: str = ""
    origin_kind: str = ""


# What kind of origin counts ("origin", "source" or "article"), and its id.
OriginKey = tuple[str, str]
# The evidence of one stance by the ids of its articles.
ByArticle = dict[str, list[EvidenceSource]]


@dataclass(frozen=True)
class Count:
    """The numbers of distinct articles of one stance and of their origins, with the reason."""

    stance: str
    articles: int
    origins: int
    reason: str

    @property
    def words(self) -> str:
        """The numbers as `words_of` says them."""
        return words_of(self.stance, self.articles, self.origins)


def words_of(stance: str, articles: int, origins: int) -> str:
    """The numbers of articles and origins of a stance, with their units.

    >>> words_of("reports", 2, 1)
    '2 reports from 1 independent origin'
    >>> words_of("supports", 1, 1)
    'Supported by 1 article from 1 independent origin'
    >>> words_of("reports", 0, 0)
    'No reports'
    """
    before, noun = COUNTED[stance]
    if not articles:
        return f"{before}no {noun}s".capitalize()
    return f"{before}{number_of(articles, noun)} from {number_of(origins, 'independent origin')}"


def count(evidence_sources: Iterable[EvidenceSource], stance: str) -> Count:
    """The Count of one stance."""
    articles = _by_article(evidence_sources, stance)
    origins = {article: _origins(group) for article, group in articles.items()}
    carriers: dict[OriginKey, list[str]] = {}
    for article, keys in origins.items():
        for key in keys:
            carriers.setdefault(key, []).append(article)
    return Count(stance, len(articles), len(carriers), _reason(articles, origins, carriers))


def count_apart(
    evidence_sources: Collection[EvidenceSource], first_article: str, second_article: str
) -> bool:
    """Whether two articles, given by id, are of one stance somewhere and share no origin there."""
    for stance in STANCES:
        articles = _by_article(evidence_sources, stance)
        if first_article in articles and second_article in articles:
            first, second = (
                _origins(articles[article]) for article in (first_article, second_article)
            )
            if set(first).isdisjoint(second):
                return True
    return False


def _by_article(evidence_sources: Iterable[EvidenceSource], stance: str) -> ByArticle:
    articles: ByArticle = {}
    for evidence in evidence_sources:
        if evidence.stance == stance:
            articles.setdefault(evidence.article, []).append(evidence)
    return articles


def _origins(evidence: list[EvidenceSource]) -> list[OriginKey]:
    """The origins of one article, in order."""
    stated = dict.fromkeys(("origin", piece.origin) for piece in evidence if piece.origin)
    if stated:
        return list(stated)
    if evidence[0].source:
        return [("source", evidence[0].source)]
    return [("article", evidence[0].article)]


def _reason(
    articles: ByArticle,
    origins: dict[str, list[OriginKey]],
    articles_by_key: dict[OriginKey, list[str]],
) -> str:
    """Why these articles have this number of origins, in sentences."""
    if len(articles) == 1 and len(articles_by_key) == 1:
        [evidence_of_one], [only_key] = articles.values(), articles_by_key
        return _reason_of_one(evidence_of_one, only_key)
    stated = {piece.origin: piece for evidence in articles.values() for piece in evidence}
    names = _names([evidence[0] for evidence in articles.values()])
    shared = {
        key: article_ids for key, article_ids in articles_by_key.items() if len(article_ids) > 1
    }
    kinds = [stated[key].origin_kind for kind, key in shared if kind == "origin"]
    sentences = []
    for (kind, key), article_ids in shared.items():
        who = join_with_and([names[article] for article in article_ids])
        if kind == "origin":
            reason = "carry the same " + _origin_words(stated[key], kinds)
        else:
            reason = f"name no origin other than {articles[article_ids[0]][0].source_name}"
        is_all = all(len(origins[article]) == 1 for article in article_ids)
        sentences.append(f"{who} {reason}, so {'they count' if is_all else 'that counts'} once.")
    for article, keys in origins.items():
        if len(keys) > 1:
            sentences.append(f"{names[article]} names {len(keys)} origins.")
    if len(articles) > 1 and not sentences:
        sentences.append("No two of them share an origin.")
    return " ".join(sentences)


def _reason_of_one(evidence: list[EvidenceSource], key: OriginKey) -> str:
    if key[0] == "origin":
        origin = next(piece for piece in evidence if piece.origin)
        return f"It comes from one {origin.origin_kind or 'origin'}: {origin.origin_name}."
    if key[0] == "source":
        return f"No origin is named, so {evidence[0].source_name} counts."
    return "Neither its origin nor its publisher is known, so the article itself counts."


def _origin_words(origin: EvidenceSource, kinds: list[str]) -> str:
    """The kind of a shared origin; with its name if the kind is ambiguous."""
    if origin.origin_kind and kinds.count(origin.origin_kind) == 1:
        return origin.origin_kind
    return f"{origin.origin_kind or 'origin'} ({origin.origin_name})"


def _names(firsts: list[EvidenceSource]) -> dict[str, str]:
    """What to call each article: its source, or its title if several have that source."""
    sources = [first.source for first in firsts]
    return {
        first.article: first.source_name
        if first.source and sources.count(first.source) == 1
        else f"“{first.title}”"
        for first in firsts
    }


def join_with_and(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> join_with_and(["A", "B", "C"])
    'A, B and C'
    """
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
