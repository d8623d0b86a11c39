"""Edits the position of a passage: boundaries, pieces, splitting, joining.

Each edit sets the passage's spans in the newest revision, and its quote becomes the text there;
placements of older revisions stay as they are. Spans are half-open and count code points. Pieces
are numbered in text order; spans with only white space between them are one piece. The lock on
the article keeps out corrections meanwhile, as it does for marking.

Every edit raises EditRefused if it is not possible, StaleVersion where the passage or its text
changed since its editor loaded it, and RowGone where either was deleted.
"""

from django.utils import timezone

from annotations.anchoring.spans import PLACED, describe
from annotations.corrections.review import locked
from annotations.models.claim import Claim
from annotations.models.evidence import Evidence, Stance
from annotations.models.passage import Passage
from annotations.models.placement import create_placements
from annotations.models.tag_link import TooManyTags, check_tags, retag, tags_of
from annotations.publishing.text_fragments import GAP
from corpus.characters import is_blank


class EditRefused(ValueError):
    """The edit is not possible; the message gives the reason."""


def move(passage, span, revision, version, piece=0):
    """Move a piece to a span of the revision of this number."""
    row, spans = _locked_with_spans(passage, revision, version)
    _check_piece(spans, piece)
    spans[piece] = _checked_span(row.article.text, span)
    _save_spans(row, spans)
    passage.refresh_from_db()


def set_spans(passage, spans, revision, version):
    """Replace all spans of a passage."""
    row, _ = _locked_with_spans(passage, revision, version)
    _save_spans(row, [_checked_span(row.article.text, span) for span in spans])
    passage.refresh_from_db()


def add_piece(passage, span, revision, version):
    """Add a span to a passage; refused where the passage covers it already."""
    row, spans = _locked_with_spans(passage, revision, version)
    start, end = span = _checked_span(row.article.text, span)
    if any(first <= start and end <= last for first, last in spans):
        raise EditRefused("The passage already contains these words. Select others.")
    _save_spans(row, [*spans, span])
    passage.refresh_from_db()


def take_piece(passage, piece, revision, version):
    """Remove a piece; the last one cannot be removed."""
    row, spans = _locked_with_spans(passage, revision, version)
    _check_piece(spans, piece)
    if len(spans) == 1:
        raise EditRefused("A passage must keep at least one piece. Delete the passage instead.")
    del spans[piece]
    _save_spans(row, spans)
    passage.refresh_from_db()


def split(passage, at, revision, version):
    """Split a passage at a code point; returns the new passage, which has what follows it.

    Both have the same author, tags, people and note, and both are evidence for the same claims:
    no claim loses words that it was drawn from.
    """
    row, spans = _locked_with_spans(passage, revision, version)
    text = row.article.text
    before = [_stripped_span(text, start, min(end, at)) for start, end in spans if start < at]
    after = [_stripped_span(text, max(start, at), end) for start, end in spans if end > at]
    before, after = [list(filter(None, part)) for part in (before, after)]
    if not before or not after:
        raise EditRefused("Split the passage between two words.")
    new_passage = Passage.objects.create(
        article=row.article,
        quote=quote_of(text, after),
        note=row.note,
        created_by=row.created_by,
        created_at=row.created_at,
        edited_at=timezone.now(),
    )
    create_placements(new_passage, row.article.revision, after)
    _save_spans(row, before)
    retag(new_passage, [tag.name for tag in tags_of(row)], [])
    for link in row.people.all():
        new_passage.people.create(person_id=link.person_id, role=link.role)
    for evidence in row.evidence.present():
        judgement = {
            "stance": evidence.stance,
            "origin_id": evidence.origin_id,
            "why": evidence.why,
        }
        new_passage.evidence.create(
            claim_id=evidence.claim_id, created_by=evidence.created_by, **judgement
        )
    passage.refresh_from_db()
    return new_passage


def join(passage, others, revision, version):
    """Merge other passages of the article into this one, and soft-delete them.

    Tags and people are united and notes concatenated. Evidence moves along unless this passage is
    evidence for the claim already.
    """
    row, spans = _locked_with_spans(passage, revision, version)
    rows = _locked_others(row, others)
    for other in rows:
        if other.article_id != row.article_id:
            raise EditRefused("Only passages of one article can be joined.")
        spans += _spans_of(other, row.article)
    notes = dict.fromkeys(each.note.strip() for each in (row, *rows))
    row.note = "\n\n".join(filter(None, notes))
    _save_spans(row, spans, "note")
    _merge_tags(row, rows)
    people = {(link.person_id, link.role) for link in row.people.all()}
    for other in rows:
        for link in other.people.all():
            if (link.person_id, link.role) not in people:
                people.add((link.person_id, link.role))
                row.people.create(person_id=link.person_id, role=link.role)
    _move_evidence(row, rows)
    for other in rows:
        other.remove()
    passage.refresh_from_db()


def quote_of(text, spans):
    """The quote of spans in text order, its pieces joined by GAP."""
    return GAP.join(text[start:end] for start, end in spans)


def _locked_with_spans(passage, revision, version):
    """The locked passage with its article, and its spans in the newest revision."""
    row = locked(passage, revision, version)
    return row, _spans_of(row, row.article)


def _spans_of(row, article):
    """Its spans in text order, without pieces marked as removed."""
    pieces = row.placements.filter(
        revision__number=article.revision_number, is_set_aside=False
    ).order_by("start")
    if not pieces:
        raise EditRefused("The passage is marked as removed. Place it again first.")
    if any(piece.state != PLACED for piece in pieces):
        raise EditRefused("The passage needs review. Confirm its position first.")
    return [(piece.start, piece.end) for piece in pieces]


def _locked_others(row, others):
    """The other passages, locked in order of primary keys as everywhere, to avoid deadlocks."""
    pks = {other.pk for other in others} - {row.pk}
    if not pks:
        raise EditRefused("Select another passage to join.")
    locks = Passage.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
    locked_rows = {other.pk: other for other in locks.order_by("pk")}
    if any(other.is_deleted for other in locked_rows.values()):
        raise EditRefused("One of the passages was deleted.")
    return [
        locked_rows[pk] for pk in dict.fromkeys(other.pk for other in others) if pk in locked_rows
    ]


def _check_piece(spans, piece):
    if not 0 <= piece < len(spans):
        raise EditRefused("The passage has no such piece. Reload the page.")


def _checked_span(text, span):
    start, end = span
    if not 0 <= start < end <= len(text):
        raise EditRefused("This position is not in the text. The end must come after the start.")
    if is_blank(text[start:end]):
        raise EditRefused("There are no words at this position. Include at least one word.")
    return start, end


def _stripped_span(text, start, end):
    """A span without the white space at its ends, or None where nothing is left."""
    words = text[start:end]
    if is_blank(words):
        return None
    lead = len(words) - len(words.lstrip())
    return start + lead, start + len(words.rstrip())


def merge_spans(text, spans):
    """Sort spans, and merge those that overlap or have only white space between them.

    >>> merge_spans("Kabul fell at dawn", [(11, 13), (0, 5), (6, 10)])
    [(0, 13)]
    """
    merged = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or is_blank(text[merged[-1][1] : start])):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _save_spans(row, spans, *extra_fields):
    """Save the passage with these spans in the newest revision.

    `extra_fields` are further columns of it that the edit has set.
    """
    text, spans = row.article.text, merge_spans(row.article.text, spans)
    newest = row.article.revision
    placements = list(row.placements.filter(revision=newest).order_by("piece"))
    contexts = describe(text, spans)
    for piece, ((start, end), context) in enumerate(zip(spans, contexts, strict=True)):
        values = {"piece": piece, "start": start, "end": end, "state": PLACED, "score": 100.0}
        values |= {"prefix": context.prefix, "suffix": context.suffix, "is_set_aside": False}
        placement = placements[piece] if piece < len(placements) else None
        if placement is None:
            row.placements.create(revision=newest, **values)
        elif any(getattr(placement, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(placement, name, value)
            placement.save(update_fields=values)
    for placement in placements[len(spans) :]:
        placement.delete()
    row.quote = quote_of(text, spans)
    row.edited_at = timezone.now()
    row.save_act("quote", "edited_at", *extra_fields)
    _note_edits(row)


def _note_edits(row):
    """Note an edit on the claims of this evidence: publishing them would freeze another quote."""
    for claim in Claim.lock_all(list(row.evidence.present().values_list("claim", flat=True))):
        claim.note_edit()


def change_stances(passage, stances):
    """Change how a passage relates to claims that it is evidence for.

    `stances` maps public ids of claims to a Stance, or to "none": it is evidence no longer. Claims
    that it is not evidence for are left out: others removed the link meanwhile.
    """
    evidence = passage.evidence.present().filter(claim__public_id__in=stances)
    for one in evidence.select_related("claim").order_by("claim_id"):
        stance = stances[one.claim.public_id]
        if stance in Stance.values:
            one.claim.add_evidence(passage, stance)
        else:
            one.remove()


def _move_evidence(row, rows):
    """Move evidence of other passages to this one; refused where two judgements differ."""
    evidence = Evidence.objects.present().filter(passage__in=rows).order_by("pk")
    # Lock the claims first, as everywhere that evidence changes, so that it stays as loaded.
    locked_claims = Claim.lock_all(list(evidence.values_list("claim", flat=True)))
    claims = {claim.pk: claim for claim in locked_claims}
    moving = list(evidence.filter(claim__in=claims))
    evidence_of_claim = {one.claim_id: one for one in row.evidence.present()}
    for moved in moving:
        claim = claims[moved.claim_id]
        target = evidence_of_claim.setdefault(claim.pk, moved)
        if target is moved:
            moved.passage = row
            moved.save_act("passage")
        else:
            _merge_evidence(target, moved, claim)
            moved.remove()
        claim.note_edit()


def _merge_tags(row, rows):
    tags_by_passage = [tags_of(each) for each in (row, *rows)]
    names = dict.fromkeys(tag.name for tags in tags_by_passage for tag in tags)
    try:
        check_tags(row, len(names), max(map(len, tags_by_passage)))
    except TooManyTags as refused:
        raise EditRefused(str(refused)) from refused
    retag(row, list(names))


def _merge_evidence(target, moved, claim):
    if target.stance != moved.stance:
        raise EditRefused(
            f"One {target.stance} and the other {moved.stance} “{claim}”. Unlink one first."
        )
    if target.origin_id and moved.origin_id and target.origin_id != moved.origin_id:
        raise EditRefused(f"The passages have different origins for “{claim}”. Unlink one first.")
    why = "\n\n".join(dict.fromkeys(filter(None, (target.why, moved.why))))
    if len(why) > target._meta.get_field("why").max_length:
        raise EditRefused(f"The combined notes on “{claim}” are too long. Shorten one first.")
    if target.assign(target.stance, target.origin or moved.origin, why):
        target.save_act(*target.EDITED_COLUMNS)
