"""Pure: the key by which names are compared and looked up."""

import unicodedata


def name_key(name: str) -> str:
    """Return the key under which `name` is unique, the same on every database.

    NFKC, case folding, NFKC again (folding can leave a decomposed form behind), then
    every run of white space becomes one space and the ends are stripped. White space
    comes last because NFKC itself produces spaces, for example from U+00A0.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
