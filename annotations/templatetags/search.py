from django import template

register = template.Library()


@register.simple_tag
def search_query(form, **changed):
    """The query of the same search with something changed."""
    return form.query(**changed)


@register.filter
def of_group(counts, group):
    """How many a group holds, where it was counted."""
    return counts.get(group) if counts else None
