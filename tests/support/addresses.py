"""Every address of the desk, built from its URL patterns and the ids of its rows."""

import re
from itertools import product

from django.apps import apps
from django.contrib.auth.models import User
from django.urls import URLResolver, get_resolver

from annotations.models import (
    Claim,
    Evidence,
    Origin,
    Passage,
    ProposedCorrection,
    Relation,
    SavedSearch,
    Tag,
)
from corpus.models import Action, Article, ImportJob, Person, Source

PUBLIC_ID = "<record_id:public_id>"
# A second article in the address of the first.
OTHER_ID = "<record_id:other_id>"
SLUG = "<str:slug>"
RECEIPT = "<slug:receipt>"
ABOUT = {
    "articles": Article,
    "passages": Passage,
    "claims": Claim,
    "evidence": Evidence,
    "relations": Relation,
    "sources": Source,
    "people": Person,
    "tags": Tag,
    "origins": Origin,
    "corrections": ProposedCorrection,
    "import": ImportJob,
    "search": SavedSearch,
}
ABOUT_BY_KEY = {"actions": Action, "members": User}
# Rows to try in addresses with primary keys, in the admin and in histories.
FEW = 3
PRIMARY_KEY = re.compile(r"<(path:|int:)?(object_id|content_type_id|id|pk)>")


def routes(resolver=None, prefix=""):
    """Every URL pattern with a view, written from the first slash on."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def keys_of(route):
    """The keys of the first rows that a pattern may refer to; 1, 2, 3 if the model is unknown."""
    first, *rest = route.split("/")
    model = ABOUT_BY_KEY.get(first)
    if first == "admin" and len(rest) > 2 and rest[0] in apps.app_configs:
        model = apps.get_model(rest[0], rest[1])
    if model is None:
        return range(1, FEW + 1)
    return model._base_manager.order_by("pk").values_list("pk", flat=True)[:FEW]


def addresses(desk):
    """Each pattern filled with ids of matching rows, and with the id of a row of another kind."""
    ids = {}
    for model in ABOUT.values():
        strange = (desk.article if model is Person else desk.claim.speaker).public_id
        ids[model] = [*model.objects.values_list("public_id", flat=True), strange]
    for route in routes():
        route = route.replace("^(?P<app_label>auth|corpus|annotations)/$", "corpus/")
        route = route.replace("(?P<url>.*)$", "nowhere/")
        route = route.replace(OTHER_ID, desk.unquoted.public_id).replace(RECEIPT, "abc-123")
        public_ids = ids[ABOUT[route.split("/")[0]]] if PUBLIC_ID in route else [""]
        slugs = ["x", *desk.slugs()] if SLUG in route else [""]
        keys = keys_of(route) if PRIMARY_KEY.search(route) else [""]
        for public_id, slug, key in product(public_ids, slugs, keys):
            path = route.replace(PUBLIC_ID, public_id).replace(SLUG, slug)
            yield "/" + PRIMARY_KEY.sub(str(key), path)
