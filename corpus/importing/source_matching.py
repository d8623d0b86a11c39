"""The sources that records name: those that are known, and new ones for an editor to complete."""

from django.utils import timezone

from corpus.canonical_urls import domain_of, domains_above, host_of
from corpus.db.bulk_insert import insert_with_history
from corpus.models import Source
from corpus.names import name_key
from corpus.records.action import current_action

LONGEST_NAME = 200


def sources_of(drafts, default=""):
    """The Source of each draft, or None, and those that were made; inside `acting`.

    A source that is called by a domain is matched by domain, then by name; any other name by name
    alone: what stands on a site need not be of that site. A record without a source is of the
    site that its address is on. `default` is said for those that have neither.
    """
    called = [_called(draft.record, default) for draft in drafts]
    known = _known(set(called))
    made = [_new(name) for name in dict.fromkeys(called) if name and name not in known]
    # Two ways to write one name make one source.
    made = list({source.name_key: source for source in reversed(made)}.values())[::-1]
    if made:
        insert_with_history(made, current_action(), timezone.now())
        known |= _known({name for name in called if name and name not in known})
    return [known.get(name) for name in called], made


def _called(record, default):
    """What the source of a record is called: a domain, or a name."""
    called = domain_of(record.source) or record.source or default or host_of(record.url)
    return called if name_key(called) else ""


def _new(name):
    name = name[:LONGEST_NAME]
    return Source(name=name, name_key=name_key(name), domain=domain_of(name))


def _known(called):
    """The present source of each of these names and domains that there is one of."""
    called = called - {""}
    if not called:
        return {}
    domains = {name: domains_above(domain) for name in called if (domain := domain_of(name))}
    keys = {name: name_key(name[:LONGEST_NAME]) for name in called}
    # Of several sources on one domain the first that was made.
    present = Source.objects.present().order_by("-pk")
    wanted = {domain for above in domains.values() for domain in above}
    named = present.filter(name_key__in_array=sorted(keys.values()))
    by_name = {source.name_key: source for source in named}
    on_domain = present.filter(domain__in_array=sorted(wanted)) if wanted else ()
    by_domain = {source.domain: source for source in on_domain}
    found = {}
    for name in called:
        matching = [by_domain[each] for each in domains.get(name, ()) if each in by_domain]
        source = matching[0] if matching else by_name.get(keys[name])
        if source:
            found[name] = source
    return found
