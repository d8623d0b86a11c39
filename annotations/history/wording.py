"""Pure: what an action did, in words; kinds are "<noun>.<verb>"."""

from collections.abc import Sequence

from corpus.number_words import number_of

VERBS = {
    "create": "created",
    "edit": "edited",
    "admin": "changed in the admin",
    "delete": "deleted",
    "restore": "restored",
    "move": "moved",
    "merge": "merged",
    "unmerge": "undid the merge of",
    "split": "split",
    "join": "joined",
    "retag": "changed the tags of",
    "publish": "published",
    "withdraw": "withdrew",
    "grade": "graded",
    "correct": "corrected the text of",
    "rename": "renamed",
}
# Exports write no rows: their Actions are entries of the log and nothing else.
EXPORT_KINDS = {
    f"{noun}.export": f"exported {noun}"
    for noun in ("passages", "claims", "articles", "people", "sources", "origins")
}
# Kinds that need more than a verb and a noun.
VERB_PHRASES = {
    "passage.create": "marked",
    "claim.create": "drafted the claim",
    "claim.publish": "published the claim",
    "claim.send_back": "sent back the draft",
    "claim.ready": "said that it is ready for review: the draft",
    "passage.confirm": "confirmed the position of",
    "passage.confirm_several": "confirmed the positions of several passages, among them",
    "passage.place": "placed again",
    "passage.set_aside": "marked as removed",
    "passage.move": "adjusted the boundaries of",
    "passage.add_piece": "added words to",
    "passage.places": "marked other occurrences of",
    "passage.take_piece": "removed words from",
    "person.alias": "added an alias to",
    "suggestion.accept": "accepted suggestions in",
    "suggestion.dismiss": "dismissed suggestions in",
    "proposedcorrection.create": "proposed a correction of",
    "proposedcorrection.decline": "did not take over a proposed correction of",
    "member.hide": "hid colleagues’ passages",
    "member.show": "showed colleagues’ passages",
    "tag.import": "imported a codebook with",
    "passage.import": "imported passages from a file:",
    "evidence.create": "linked",
    "evidence.edit": "changed the evidence",
    "evidence.link_both": "linked the words of two articles, among them",
    "evidence.delete": "unlinked",
    "relation.create": "recorded that",
    "relation.delete": "removed the relation",
    "article.import": "imported",
    "article.edit": "edited the facts of",
    "article.mark": "changed the reading status of",
    "article.mark_several": "changed the reading status of several articles, among them",
    "article.assign": "changed who is to read",
    "article.assign_several": "changed who is to read several articles, among them",
    "search.save": "saved the search",
    "search.forget": "deleted the search",
    **EXPORT_KINDS,
}
# Kinds whose actions may be on several rows at once, which are then counted.
SEVERAL = {
    "passage.retag": "changed the tags of {:,} passages",
    "passage.delete": "deleted {:,} passages",
    "evidence.create": "linked {:,} passages",
}
MAX_QUOTED_LENGTH = 120
WITHIN_QUOTATION = str.maketrans("“”", "‘’")


def sentence(kind: str, name: str) -> str:
    """The sentence of an action of this kind on a row of this name.

    >>> sentence("passage.edit", "“The road is open”")
    'edited the passage “The road is open”'
    """
    return f"{verb_phrase(kind)} {name}".strip()


def sentence_of_several(kind: str, number: int) -> str:
    """The sentence of an action of this kind on several rows; "" if it names the first alone.

    >>> sentence_of_several("passage.delete", 12)
    'deleted 12 passages'
    """
    return SEVERAL[kind].format(number) if number > 1 and kind in SEVERAL else ""


def imported(new: int, updated: int) -> str:
    """ "imported 500 articles and updated 2 articles"."""
    parts = [("imported", new), ("updated", updated)]
    phrases = [f"{verb} {number_of(number, 'article')}" for verb, number in parts if number]
    return " and ".join(phrases) or "imported no new articles"


def passages_imported(new: int, _: int) -> str:
    """ "imported 500 passages from a file"."""
    return f"imported {number_of(new, 'passage')} from a file"


def taken_in(new: int, updated: int) -> str:
    """ "added the first corpus, 5 articles with passages and claims"."""
    return f"added the first corpus, {number_of(new, 'article')} with passages and claims"


def verb_phrase(kind: str) -> str:
    """ "edited the passage"; a kind without words of its own is split at the dot."""
    if kind in VERB_PHRASES:
        return VERB_PHRASES[kind]
    noun, _, verb = kind.partition(".")
    return f"{VERBS.get(verb, verb.replace('_', ' '))} the {noun.replace('_', ' ')}"


def undoing(words: str, depth: int) -> str:
    """The words of an action after `depth` undos: "undid: …" for odd ones, "redid: …" for even."""
    return f"{'undid' if depth % 2 else 'redid'}: {words}" if depth else words


def quoted(text: str) -> str:
    """A text in quotation marks, shortened to MAX_QUOTED_LENGTH code points.

    Its own double marks become single ones: “‘We left,’ he said”.
    """
    plain = " ".join(text.split()).translate(WITHIN_QUOTATION)
    return (
        f"“{plain[: MAX_QUOTED_LENGTH - 1]}…”" if len(plain) > MAX_QUOTED_LENGTH else f"“{plain}”"
    )


def listed(label: str, names: Sequence[str]) -> str:
    """ "tags: a, b"; "" for no names."""
    return f"{label} {', '.join(names)}" if names else ""
