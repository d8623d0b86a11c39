"""Marking many passages of one article at once, in a fixed number of queries."""

from annotations.anchoring.spans import describe
from annotations.models.passage import Passage, PassagePerson
from annotations.models.placement import Placement
from annotations.models.tag import Tag
from annotations.models.tag_link import retag_all
from corpus.records.action import current_action
from corpus.records.bulk_write import add_rows


def mark_all(article, pairs):
    """Mark a passage for each (Marking, Annotation); returns the passages in their order.

    The bulk form of `marking.mark`, without its checks: the caller has locked the article, the
    markings are of its newest revision with their quotes at their offsets, and the annotations
    hold tags, known people and a note, but no claim.
    """
    if not pairs:
        return []
    author = current_action().by
    passages = add_rows(
        [
            Passage(
                article=article,
                quote=marking.quote,
                note=annotation.note,
                request_digest=marking.digest(article, annotation),
                created_by=author,
            )
            for marking, annotation in pairs
        ]
    )
    _place(article, passages, [marking for marking, _ in pairs])
    annotations = [annotation for _, annotation in pairs]
    _tag(passages, annotations)
    add_rows(
        [
            PassagePerson(passage=passage, person=person, role=role)
            for passage, annotation in zip(passages, annotations, strict=True)
            for person, role in dict.fromkeys(annotation.people)
        ]
    )
    return passages


def _place(article, passages, markings):
    revision = article.revision
    contexts = describe(revision.text, [(each.start, each.end) for each in markings])
    add_rows(
        [
            Placement(
                passage=passage,
                revision=revision,
                start=marking.start,
                end=marking.end,
                prefix=context.prefix,
                suffix=context.suffix,
                # Bulk inserts bypass the field, which measures the text on saving.
                text_length=len(revision.text),
            )
            for passage, marking, context in zip(passages, markings, contexts, strict=True)
        ]
    )


def _tag(passages, annotations):
    tags = {
        names: Tag.objects.obtain(names)
        for names in dict.fromkeys(annotation.tags for annotation in annotations)
    }
    tags_of_passages = {
        passage: tags[annotation.tags]
        for passage, annotation in zip(passages, annotations, strict=True)
    }
    retag_all(tags_of_passages, {})
