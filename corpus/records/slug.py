from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.text import slugify

from corpus.ids import ID_LENGTH

MAX_SLUG_LENGTH = 60
# Stand for a row's in its address.
_ID, _SLUG = "0" * ID_LENGTH, "its-slug"

# Addresses below a row's own; an equal slug gets a trailing hyphen.
RESERVED_SLUGS = frozenset(
    "assign changes compare correct delete edit evidence grade history left-out merge new news "
    "passages publish redo relations review revisions send-back snapshot state suggestions undo "
    "unmerge withdraw".split()
)


def slug_of(text):
    """The slug of an address: Unicode, possibly empty, never a reserved name.

    `slug_of("The convoy left")` gives `the-convoy-left`, `slug_of("Edit")` gives `edit-`.
    """
    slug = slugify(text, allow_unicode=True)
    if len(slug) > MAX_SLUG_LENGTH:
        slug = slug[: MAX_SLUG_LENGTH + 1].rpartition("-")[0] or slug[:MAX_SLUG_LENGTH]
    return f"{slug}-" if slug in RESERVED_SLUGS else slug


def address_of(view, row):
    """The address of a row: its public id, and its slug if it has one."""
    before, between, after = _address_parts(view, get_script_prefix())
    slug = row.slug
    address = f"{before}{row.public_id}{between}"
    return f"{address}{quote(slug)}{after}" if slug else address


@lru_cache
def _address_parts(view, script_prefix):
    """What stands before, between and after the id and the slug in the addresses of a view.

    `reverse` takes ten times as long as to put them together, and a page links dozens of rows.
    """
    before, rest = reverse(view, args=[_ID, _SLUG]).split(_ID)
    return before, *rest.split(_SLUG)
