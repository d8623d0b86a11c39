"""An article with more passages than cards fit beside its lines."""

from itertools import count

from annotations.models import Passage, PassageTag, Placement
from corpus.models import acting
from tests.support.factories import make_article, make_tag, make_user

# Words. Coprime to the text's length, so that passages start everywhere and overlap.
LENGTHS = (3, 7, 12, 19, 28)


def text_of(words):
    """A text of this many distinct words, in paragraphs of a hundred."""
    numbers = [f"word{n}" for n in range(words)]
    paragraphs = [numbers[n : n + 100] for n in range(0, words, 100)]
    return "\n\n".join(" ".join(paragraph) + "." for paragraph in paragraphs)


def make_crowd(passages=1000, words=1500, by=None):
    """An article with this many words and overlapping passages, all by one member.

    Passages are inserted in bulk without history: the models' methods would take seconds.
    """
    by = by or make_user()
    article = make_article(text=text_of(words), title="A crowd", by=by)
    revision = article.revision
    spans = list(_spans(article.text, passages))
    tags = [make_tag(f"crowd {passages} {hue}", hue=hue, by=by) for hue in range(1, 6)]
    with acting("test", by):
        rows = Passage.objects.bulk_create(
            Passage(article=article, quote=article.text[start:end], created_by=by)
            for start, end in spans
        )
        Placement.objects.bulk_create(
            Placement(passage=row, revision=revision, start=start, end=end)
            for row, (start, end) in zip(rows, spans, strict=True)
        )
        PassageTag.objects.bulk_create(
            PassageTag(content_object=row, tag=tags[n % len(tags)]) for n, row in enumerate(rows)
        )
    return article


def _spans(text, number):
    words = text.split()
    starts, at = [], 0
    for word in words:
        at = text.index(word, at)
        starts.append(at)
    for n in count():
        if n == number:
            return
        first = n * len(words) // number
        last = min(first + LENGTHS[n % len(LENGTHS)], len(words)) - 1
        yield starts[first], starts[last] + len(words[last].rstrip("."))
