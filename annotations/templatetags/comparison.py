from django import template

from annotations.corrections.text_diff import changes

register = template.Library()


@register.simple_tag
def text_changes(old, new):
    """The differences of two texts, for `_text_changes.html`."""
    return changes(old, new)
