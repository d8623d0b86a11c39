from django.utils.text import slugify

LONGEST = 60

# A slug that equals the name of an action under the same address gets a trailing hyphen.
ACTIONS = frozenset(
    "assign correct delete edit evidence merge new passages publish relations review snapshot "
    "state withdraw".split()
)


def slug_of(words):
    """The decorating part of an address: Unicode, may be empty, never the name of an action."""
    slug = slugify(words, allow_unicode=True)
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return f"{slug}-" if slug in ACTIONS else slug
