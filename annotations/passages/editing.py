"""Mending a passage: other ends, other pieces, split in two, joined with others.

Each mend says where the passage stands in the newest revision, and its quote becomes what stands
there; the placements of older revisions stay as they were. Pieces are counted in text order, and
what touches, with nothing but white space between, is one piece. The lock on the article keeps a
correction from slipping in between, as it does for marking.
"""

from django.utils import timezone

from annotations.anchoring.rebase import PLACED, describe
from annotations.corrections.review import locked
from annotations.models.claim import Claim
from annotations.models.placement import create_placements
from annotations.models.tag_link import TooManyTags, check_tags, retag, tags_of
from annotations.publishing.text_fragments import GAP
from corpus.records.action import acting


class MendRefused(ValueError):
    """The passage cannot be mended so; the message says why."""


def move(passage, span, by, revision, version, piece=0):
    """Let a piece stand at half-open code points of the revision of this number."""
    with acting("passage.move", by):
        row, spans = _standing(passage, revision, version)
        _check(spans, piece)
        spans[piece] = _words(row.article.text, span)
        _stand(row, spans)
    passage.refresh_from_db()


def stand_at(passage, spans, by, revision, version):
    """Let a passage stand at these spans and nowhere else: all its ends at once."""
    with acting("passage.move", by):
        row, _ = _standing(passage, revision, version)
        _stand(row, [_words(row.article.text, span) for span in spans])
    passage.refresh_from_db()


def add_piece(passage, span, by, revision, version):
    """Take in words that stand elsewhere; what is its own already is refused."""
    with acting("passage.add_piece", by):
        row, spans = _standing(passage, revision, version)
        start, end = span = _words(row.article.text, span)
        if any(first <= start and end <= last for first, last in spans):
            raise MendRefused("These words are in the passage already. Select others.")
        _stand(row, [*spans, span])
    passage.refresh_from_db()


def take_piece(passage, piece, by, revision, version):
    """Let a piece go; the last one stays."""
    with acting("passage.take_piece", by):
        row, spans = _standing(passage, revision, version)
        _check(spans, piece)
        if len(spans) == 1:
            raise MendRefused("These are all its words. Delete the passage instead.")
        del spans[piece]
        _stand(row, spans)
    passage.refresh_from_db()


def split(passage, at, by, revision, version):
    """Part a passage at a code point; answers the new one, which has what stands after it.

    Both have the same author, tags, people and note. Evidence stays with the first, and the
    second is evidence for the same claims: no claim loses words that it was drawn from.
    """
    with acting("passage.split", by):
        row, spans = _standing(passage, revision, version)
        text = row.article.text
        before = [_trimmed(text, start, min(end, at)) for start, end in spans if start < at]
        after = [_trimmed(text, max(start, at), end) for start, end in spans if end > at]
        before, after = [list(filter(None, part)) for part in (before, after)]
        if not before or not after:
            raise MendRefused("There have to be words on both sides. Split it between two words.")
        other = type(row).objects.create(
            article=row.article,
            quote=quote_of(text, after),
            note=row.note,
            created_by=row.created_by,
            created_at=row.created_at,
            edited_at=timezone.now(),
        )
        create_placements(other, row.article.revision, after)
        _stand(row, before)
        retag(other, [tag.name for tag in tags_of(row)], by, [])
        for link in row.people.all():
            other.people.create(person_id=link.person_id, role=link.role)
        for one in row.evidence.present():
            said = {"stance": one.stance, "origin_id": one.origin_id, "why": one.why}
            other.evidence.create(claim_id=one.claim_id, created_by=one.created_by, **said)
    passage.refresh_from_db()
    return other


def join(passage, others, by, revision, version):
    """Take other passages of the article into this one, and delete them softly.

    Tags and people are united, notes follow each other, and evidence comes along unless this
    passage is evidence for the claim already.
    """
    with acting("passage.join", by):
        row, spans = _standing(passage, revision, version)
        rows = _others(row, others)
        for other in rows:
            if other.article_id != row.article_id:
                raise MendRefused("Only passages of one article can be joined.")
            spans += _spans_of(other, row.article)
        notes = dict.fromkeys(each.note.strip() for each in (row, *rows))
        row.note = "\n\n".join(filter(None, notes))
        _stand(row, spans, "note")
        _unite_tags(row, rows, by)
        there = {(link.person_id, link.role) for link in row.people.all()}
        for other in rows:
            for link in other.people.all():
                if (link.person_id, link.role) not in there:
                    there.add((link.person_id, link.role))
                    row.people.create(person_id=link.person_id, role=link.role)
        _take_evidence(row, rows, by)
        for other in rows:
            other.remove(by)
    passage.refresh_from_db()


def quote_of(text, spans):
    """The words at these spans, which are in text order."""
    return GAP.join(text[start:end] for start, end in spans)


def _standing(passage, revision, version):
    """The passage with its article, locked, and its spans in the newest revision."""
    row = locked(passage, revision, version)
    return row, _spans_of(row, row.article)


def _spans_of(row, article):
    """Its spans in text order; what was set aside stands nowhere and is no part of it."""
    pieces = row.placements.filter(
        revision__number=article.revision_number, is_set_aside=False
    ).order_by("start")
    if not pieces:
        raise MendRefused("The passage was set aside: place it again first.")
    if any(piece.state != PLACED for piece in pieces):
        raise MendRefused("The passage waits for review: say first where it stands.")
    return [(piece.start, piece.end) for piece in pieces]


def _others(row, others):
    """The other passages, locked in the order in which everybody does."""
    wanted = {other.pk for other in others} - {row.pk}
    if not wanted:
        raise MendRefused("Choose another passage to join with.")
    model = type(row)
    locks = model.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted)
    rows = {other.pk: other for other in locks.order_by("pk")}
    if any(other.is_deleted for other in rows.values()):
        raise MendRefused("One of the passages was deleted meanwhile.")
    return [rows[pk] for pk in dict.fromkeys(other.pk for other in others) if pk in rows]


def _check(spans, piece):
    if not 0 <= piece < len(spans):
        raise MendRefused("The passage has no such piece.")


def _words(text, span):
    start, end = span
    if not 0 <= start < end <= len(text):
        raise MendRefused("This place is not in the text. The end comes after the beginning.")
    if not text[start:end].strip():
        raise MendRefused("There are no words at that place. Keep at least one word.")
    return start, end


def _trimmed(text, start, end):
    """A span without the white space around it, or None where there is nothing else."""
    words = text[start:end]
    if not words.strip():
        return None
    lead = len(words) - len(words.lstrip())
    return start + lead, start + len(words.rstrip())


def united(text, spans):
    """Spans in text order, those that touch or overlap as one."""
    found = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _stand(row, spans, *others):
    """Let the passage stand at these spans of the newest revision; call inside `acting`.

    `others` are columns of it that the mend has changed too.
    """
    text, spans = row.article.text, united(row.article.text, spans)
    newest = row.article.revision
    known = list(row.placements.filter(revision=newest).order_by("piece"))
    contexts = describe(text, spans)
    for piece, ((start, end), around) in enumerate(zip(spans, contexts, strict=True)):
        stands = {"piece": piece, "start": start, "end": end, "state": PLACED, "score": 100.0}
        stands |= {"prefix": around.prefix, "suffix": around.suffix, "is_set_aside": False}
        placement = known[piece] if piece < len(known) else None
        if placement is None:
            row.placements.create(revision=newest, **stands)
        elif any(getattr(placement, name) != value for name, value in stands.items()):
            for name, value in stands.items():
                setattr(placement, name, value)
            placement.save(update_fields=stands)
    for placement in known[len(spans) :]:
        placement.delete()
    row.quote = quote_of(text, spans)
    row.edited_at = timezone.now()
    row.save_act("quote", "edited_at", *others)
    _note_edits(row)


def _note_edits(row):
    """A publication of these claims would freeze another quote now."""
    for claim in Claim.lock_all(list(row.evidence.present().values_list("claim", flat=True))):
        claim.note_edit()


def _take_evidence(row, rows, by):
    """Tie to a passage what others were tied to; two judgements of one claim are never mixed."""
    tied = row.evidence.model.objects.present().filter(passage__in=rows).order_by("pk")
    # The claims first, as everybody does who changes evidence: it stays as it is read then.
    locked_claims = Claim.lock_all(list(tied.values_list("claim", flat=True)))
    claims = {claim.pk: claim for claim in locked_claims}
    moving = list(tied.filter(claim__in=claims))
    there = {one.claim_id: one for one in row.evidence.present()}
    for one in moving:
        claim, kept = claims[one.claim_id], there.setdefault(one.claim_id, one)
        if kept is one:
            one.passage = row
            one.save_act("passage")
        else:
            _unite(kept, one, claim)
            one.remove(by)
        claim.note_edit()


def _unite_tags(row, rows, by):
    tags = [tags_of(each) for each in (row, *rows)]
    names = dict.fromkeys(tag.name for given in tags for tag in given)
    try:
        check_tags(row, len(names), max(map(len, tags)))
    except TooManyTags as refused:
        raise MendRefused(str(refused)) from refused
    retag(row, list(names), by)


def _unite(kept, other, claim):
    if kept.stance != other.stance:
        raise MendRefused(
            f"One {kept.stance} and the other {other.stance} “{claim}”. Untie one of them first."
        )
    if kept.origin_id and other.origin_id and kept.origin_id != other.origin_id:
        raise MendRefused(f"They name different origins for “{claim}”. Untie one of them first.")
    why = "\n\n".join(dict.fromkeys(filter(None, (kept.why, other.why))))
    if len(why) > kept._meta.get_field("why").max_length:
        raise MendRefused(f"Their reasons for “{claim}” are too long together. Shorten one first.")
    if kept.assign(kept.stance, kept.origin or other.origin, why):
        kept.save_act(*kept.EDITED_COLUMNS)
