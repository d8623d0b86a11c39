from django.urls import reverse
from django.utils.text import slugify

LONGEST = 60

# A slug that equals the name of an action under the same address gets a trailing hyphen.
ACTIONS = frozenset(
    "assign changes correct delete edit evidence history merge new news passages publish redo "
    "relations review revisions snapshot state suggestions undo unmerge withdraw".split()
)


def slug_of(words):
    """The decorating part of an address: Unicode, may be empty, never the name of an action."""
    slug = slugify(words, allow_unicode=True)
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return f"{slug}-" if slug in ACTIONS else slug


def address_of(view, row):
    """The address of a row at its public id, with its slug where it has one."""
    slug = row.slug
    return reverse(view, args=[row.public_id, slug] if slug else [row.public_id])
