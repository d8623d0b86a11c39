from django.urls import reverse
from django.utils.text import slugify

MAX_SLUG_LENGTH = 60

# Addresses below a row's own; an equal slug gets a trailing hyphen.
RESERVED_SLUGS = frozenset(
    "assign changes correct delete edit evidence grade history left-out merge new news passages "
    "publish redo relations review revisions send-back snapshot state suggestions undo "
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
    slug = row.slug
    return reverse(view, args=[row.public_id, slug] if slug else [row.public_id])
