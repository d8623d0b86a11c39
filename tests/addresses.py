"""Every address of the desk, made from its patterns and the ids of its rows."""

import re
from itertools import product

from django.urls import URLResolver, get_resolver

PUBLIC_ID = "<record_id:public_id>"
SLUG = "<str:slug>"
PRIMARY_KEY = re.compile(r"<(path:)?(object_id|content_type_id|id)>")


def routes(resolver=None, prefix=""):
    """Every pattern that answers, as it is written from the first slash on."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def addresses(public_ids, slugs, primary_keys):
    """Each pattern filled with each of these, whether or not something stands there."""
    for route in routes():
        route = route.replace("^(?P<app_label>auth|corpus|annotations)/$", "corpus/")
        route = route.replace("(?P<url>.*)$", "nowhere/")
        ids = public_ids if PUBLIC_ID in route else [""]
        names = slugs if SLUG in route else [""]
        keys = primary_keys if PRIMARY_KEY.search(route) else [""]
        for public_id, name, key in product(ids, names, keys):
            path = route.replace(PUBLIC_ID, public_id).replace(SLUG, name)
            yield "/" + PRIMARY_KEY.sub(str(key), path)
