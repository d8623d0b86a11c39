"""Pure: the form of a name by which it is compared and looked up."""

import unicodedata


def name_key(name: str) -> str:
    """Return the key under which `name` is unique, the same on every database.

    NFKC, case folding, NFKC again (folding can leave a decomposed form behind), then
    every run of white space becomes one space and the ends are stripped. White space
    comes last because NFKC makes spaces of its own, out of U+00A0 for one.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
