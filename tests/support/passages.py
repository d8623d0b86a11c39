"""Passages of one text, for property tests of files that hold all of a passage."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from annotations.formats.record import Annotation, Code, LinkedClaim, LinkedPerson, Piece

TEXT = "Kyiv said 🙂 no.\nقال لا، and so on.\r\n\u2028end\x85"

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
tag_names = st.sampled_from(["untagged", "a b", "a_b", "a/b", "a", "_", "/"]) | names
notes = st.text(st.sampled_from("a ß\n\r\t\"'\\🙂لا#\u2028\x85"), max_size=20)


def several(values, size=2):
    return st.lists(values, max_size=size).map(tuple)


codes = several(st.builds(Code, names, names, st.sampled_from([None, 3]), names))


@st.composite
def passages(draw, text=TEXT):
    """A passage with all that one has; its pieces may overlap those of others."""
    edges = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    pieces = tuple(Piece(start, end, text[start:end]) for start, end in spans)
    state = draw(st.sampled_from(["placed", "placed", "needs_review", "lost"]))
    return Annotation(
        (Piece(None, None, "gone"),) if state == "lost" else pieces,
        state=state,
        tags=tuple(draw(st.lists(tag_names, unique=True, max_size=3))),
        people=draw(several(st.builds(LinkedPerson, names, st.just("speaks")))),
        claims=draw(several(st.builds(LinkedClaim, names, st.just("supports"), speaker=names))),
        note=draw(notes),
        author=draw(st.sampled_from(["", "anna"])),
        created_at=draw(st.sampled_from([None, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)])),
        edited_at=draw(st.sampled_from([None, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)])),
    )
