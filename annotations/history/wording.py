"""Pure: what an action did, in words; kinds are "<noun>.<verb>"."""

from collections.abc import Sequence

VERBS = {
    "create": "made",
    "edit": "edited",
    "admin": "changed in the admin",
    "delete": "deleted",
    "restore": "put back",
    "move": "moved",
    "merge": "merged",
    "unmerge": "parted",
    "split": "split",
    "join": "joined",
    "retag": "changed the tags of",
    "publish": "published",
    "withdraw": "withdrew",
    "grade": "graded",
    "correct": "corrected the text of",
    "rename": "renamed",
}
# What reads better than a verb and a noun.
SENTENCES = {
    "passage.create": "marked",
    "claim.create": "drafted the claim",
    "claim.publish": "published the claim",
    "passage.confirm": "confirmed the place of",
    "passage.place": "placed again",
    "passage.set_aside": "set aside",
    "passage.move": "moved the ends of",
    "passage.add_piece": "added words to",
    "passage.places": "marked other places of",
    "passage.take_piece": "took words off",
    "person.alias": "gave another name to",
    "suggestion.accept": "took up what was suggested in",
    "suggestion.dismiss": "dismissed what was suggested in",
    "member.hide": "hid colleagues’ passages",
    "member.show": "showed colleagues’ passages",
    "tag.import": "imported a codebook",
    "evidence.create": "tied",
    "evidence.edit": "changed the evidence",
    "evidence.delete": "untied",
    "relation.create": "related",
    "relation.delete": "took apart",
    "article.import": "imported",
    "article.mark": "said how far they are with",
    "article.assign": "changed who is asked to read",
    "search.save": "saved the search",
    "search.forget": "let go of the search",
}
LONGEST = 120


def sentence(kind: str, name: str) -> str:
    """What was done, and to what: "edited the passage “…”"."""
    return f"{verb_phrase(kind)} {name}".strip()


def imported(new: int, updated: int) -> str:
    """ "imported 500 articles and updated 2 articles"."""
    parts = [("imported", new), ("updated", updated)]
    said = [
        f"{verb} {number:,} article{'' if number == 1 else 's'}" for verb, number in parts if number
    ]
    return " and ".join(said) or "imported what was known already"


def taken_in(new: int, updated: int) -> str:
    """ "took in the first corpus, 5 articles with what is said about them"."""
    articles = f"{new:,} article{'' if new == 1 else 's'}"
    return f"took in the first corpus, {articles} with what is said about them"


def verb_phrase(kind: str) -> str:
    """ "edited the passage"; a kind that nobody gave words to is read as it is written."""
    if kind in SENTENCES:
        return SENTENCES[kind]
    noun, _, verb = kind.partition(".")
    return f"{VERBS.get(verb, verb.replace('_', ' '))} the {noun.replace('_', ' ')}"


def undoing(words: str, depth: int) -> str:
    """An undo, the undo of an undo, and so on, around what was done at first."""
    return f"{'undid' if depth % 2 else 'redid'}: {words}" if depth else words


def quoted(text: str) -> str:
    """A name, or the beginning of a quote, between its marks."""
    plain = " ".join(text.split())
    return f"“{plain[: LONGEST - 1]}…”" if len(plain) > LONGEST else f"“{plain}”"


def listed(label: str, names: Sequence[str]) -> str:
    """ "with a, b"; "" where there is nothing to list."""
    return f"{label} {', '.join(names)}" if names else ""
