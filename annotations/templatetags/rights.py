from django import template

from corpus.importing import rights

register = template.Library()


@register.filter
def may_import(user):
    """Whether the user may import articles; "", of a page without a user, may not."""
    return bool(getattr(user, "is_authenticated", False) and rights.may_import(user))
