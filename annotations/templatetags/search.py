from django import template

register = template.Library()


@register.simple_tag
def search_query(form, **changed):
    """The query of a search with some values changed."""
    return form.query(**changed)


@register.filter
def of_group(counts, group):
    """The count of a group; None if it was not counted."""
    return counts.get(group) if counts else None
