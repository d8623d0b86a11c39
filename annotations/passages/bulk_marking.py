"""Marking many passages of one article at once, in a fixed number of queries."""

from annotations.anchoring.rebase import describe
from annotations.models.passage import Passage, PassagePerson
from annotations.models.placement import Placement
from annotations.models.tag import Tag
from annotations.models.tag_link import retag_all
from corpus.records.action import acting
from corpus.records.bulk_write import add_rows


def make_all(article, pairs, by):
    """Mark what each (Marking, Annotation) says; answers the passages in their order.

    What `PassageQuerySet.make` does for one. The article is locked, the markings are of its
    newest revision and what they quote stands there; the annotations name tags and known people,
    a note, and no claim.
    """
    if not pairs:
        return []
    with acting("passage.create", by):
        passages = add_rows(
            [
                Passage(
                    article=article,
                    quote=marking.quote,
                    note=annotation.note,
                    request_digest=marking.digest(article, annotation),
                    created_by=by,
                )
                for marking, annotation in pairs
            ]
        )
        _place(article, passages, [marking for marking, _ in pairs])
        annotations = [annotation for _, annotation in pairs]
        _tag(passages, annotations, by)
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
                prefix=around.prefix,
                suffix=around.suffix,
            )
            for passage, marking, around in zip(passages, markings, contexts, strict=True)
        ]
    )


def _tag(passages, annotations, by):
    tags = {
        names: Tag.objects.obtain(names, by)
        for names in dict.fromkeys(annotation.tags for annotation in annotations)
    }
    wanted = {
        passage: tags[annotation.tags]
        for passage, annotation in zip(passages, annotations, strict=True)
    }
    retag_all(wanted, {})
