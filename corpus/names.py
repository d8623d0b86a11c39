"""Pure: the key by which names are compared and looked up."""

import unicodedata
from collections.abc import Container
from itertools import count

from corpus.characters import EMPTY_CELL, without_ignorable

# Apostrophes and quotation marks of all kinds, for `str.translate`.
STRAIGHT = str.maketrans(
    dict.fromkeys("`´‘’‚‛′‵ʹʻʼʽʾʿ׳＇", "'") | dict.fromkeys("“”„‟«»″〝〞״＂", '"')
)
# Ends the key of a name that another row had first. No name has it in its key.
OWN_KEY = "\u2060"


def name_key(name: str) -> str:
    """Return the key under which `name` is unique, the same on every database.

    NFKC without characters that nobody sees, case folding, NFKC again (folding can leave a
    decomposed form behind), then every run of white space becomes one space and the ends are
    stripped. White space comes last because NFKC itself produces spaces, for example from U+00A0.
    Apostrophes and quotation marks of all kinds are the straight ones, before NFKC, which makes a
    space of some, and after it, which makes them of other letters.

    >>> name_key("Zamir  KABULOV\\u200e"), name_key("O’Brien")
    ('zamir kabulov', "o'brien")
    """
    name = name.translate(STRAIGHT)
    if name.isascii():
        return " ".join(name.casefold().split())
    folded = without_ignorable(unicodedata.normalize("NFKC", name)).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(STRAIGHT)
    return " ".join(folded.replace(EMPTY_CELL, " ").split())


def kept_key(key: str, name: str) -> str:
    """Return the key of a row that has `key` and is called `name`.

    Its own key, where `own_key` gave it one for this name; else that of the name.
    """
    new_key = name_key(name)
    return key if shared_key(key) == new_key else new_key


def shared_key(key: str) -> str:
    """Return the key that a row would have if no other had it first."""
    return key.rstrip(OWN_KEY)


def own_key(key: str, taken: Container[str]) -> str:
    """Return a key near `key` that is not in `taken`: `key` itself if it is free."""
    return next(each for n in count() if (each := key + n * OWN_KEY) not in taken)
