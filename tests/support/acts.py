"""Runs writes as edges do: each inside an Action of a member."""

from corpus.models import acting

# The verbs of Action kinds that differ from the name of the function.
VERBS = {
    "add": "create",
    "add_missing": "create",
    "make": "create",
    "merge_tag": "merge",
    "obtain": "create",
    "obtain_all": "create",
    "place_again": "place",
    "relate": "create",
    "remove": "delete",
    "set_spans": "move",
    "unmerge_tag": "unmerge",
}
# The kinds of Actions that name no row, or a row other than the function's.
KINDS = {
    "ReadingStateQuerySet.mark": "article.mark",
    "accept": "suggestion.accept",
    "accept_spelling": "person.alias",
    "add_alias": "person.alias",
    "add_all": "article.import",
    "add_evidence": "evidence.create",
    "assign": "article.assign",
    "begin": "tag.import",
    "dismiss": "suggestion.dismiss",
    "dismiss_people": "suggestion.dismiss",
    "dismiss_spelling": "suggestion.dismiss",
    "forget": "search.forget",
    "hide_colleagues": "member.hide",
    "mark": "passage.create",
    "propose": "proposedcorrection.create",
    "decide": "proposedcorrection.decline",
    "mark_all": "passage.create",
    "save": "article.import",
    "save_as": "search.save",
    "tag_occurrences": "passage.places",
}


def act(by, write, *args, kind=None, **kwargs):
    """Call `write` with the arguments as one Action of `by`; returns what it returns.

    The kind defaults to that of the pages that call it.
    """
    with acting(kind or _kind_of(write, args), by):
        return write(*args, **kwargs)


def _kind_of(write, args):
    name, owner = write.__name__, getattr(write, "__self__", None) or args[0]
    if kind := KINDS.get(write.__qualname__) or KINDS.get(name):
        return kind
    noun = getattr(owner, "model", owner)._meta.model_name
    return f"{noun}.{VERBS.get(name, name)}"
