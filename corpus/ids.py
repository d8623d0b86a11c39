"""Pure: public identifiers for addresses, forms and data attributes."""

import re
import secrets

# Crockford's base32 (https://www.crockford.com/base32.html) in lower case: no i, l, o
# or u, to avoid mistakes when it is read aloud or copied by hand.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

# 60 random bits: with a million rows the probability of a collision is one in two million.
ID_LENGTH = 12

ID_PATTERN = "[0-9a-hjkmnp-tv-z]{12}"

_WHOLE_ID = re.compile(ID_PATTERN)


def new_id() -> str:
    """Return a new random identifier of twelve characters."""
    bits = secrets.randbits(5 * ID_LENGTH)
    return "".join([ALPHABET[bits >> shift & 31] for shift in range(0, 5 * ID_LENGTH, 5)])


def is_id(value: str) -> bool:
    """Say whether `value` has the shape of an identifier, exactly as we write it."""
    return _WHOLE_ID.fullmatch(value) is not None
