from django import template

from corpus.importing import rights

register = template.Library()


@register.filter
def may_import(user):
    """Whether the user may import articles; nobody without an account may."""
    return user.is_authenticated and rights.may_import(user)
