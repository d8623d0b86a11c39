from django import template

from annotations.history.notices import notices_of

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_notices(context):
    """The Notices to show on this page, without duplicates."""
    request = context.get("request")
    return list(notices_of(request)) if hasattr(request, "_messages") else []
