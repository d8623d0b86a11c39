"""Finds the sources that records name, and creates missing ones for an editor to complete."""

from django.utils import timezone

from corpus.canonical_urls import domain_of, domains_above, host_of
from corpus.db.bulk_insert import insert_with_history
from corpus.models import Source
from corpus.names import name_key
from corpus.readers.limits import MAX_LENGTHS
from corpus.records.action import current_action

MAX_NAME_LENGTH = MAX_LENGTHS["source"]


def sources_of(drafts, default=""):
    """Return (the Source or None of each draft, the sources created). Needs an open Action.

    A domain is matched against domains, then names; any other name against names alone, since an
    article on a site need not be by that site. A record without a source belongs to `default`,
    else to the site of its address.
    """
    names = [source_name(draft.record, default) for draft in drafts]
    existing = existing_sources(set(names))
    created = [_new_source(name) for name in dict.fromkeys(names) if name and name not in existing]
    # Two spellings of one name make one source.
    created = list({source.name_key: source for source in reversed(created)}.values())[::-1]
    if created:
        insert_with_history(created, current_action(), timezone.now())
        existing |= existing_sources({name for name in names if name and name not in existing})
    return [existing.get(name) for name in names], created


def source_name(record, default):
    """Return the domain or name of the source of a record, or ""."""
    name = domain_of(record.source) or record.source
    if not record.is_checked:
        name = name or default or host_of(record.url)
    return name if name_key(name) else ""


def _new_source(name):
    name = name[:MAX_NAME_LENGTH]
    return Source(name=name, name_key=name_key(name), domain=domain_of(name))


def existing_sources(names):
    """Return the present sources of these names and domains, keyed by them."""
    names = names - {""}
    if not names:
        return {}
    domains = {name: domains_above(domain) for name in names if (domain := domain_of(name))}
    keys = {name: name_key(name[:MAX_NAME_LENGTH]) for name in names}
    # If several sources share a domain, the oldest is used.
    present = Source.objects.present().order_by("-pk")
    domain_names = {domain for above in domains.values() for domain in above}
    named = present.filter(name_key__in_array=sorted(keys.values()))
    by_name = {source.name_key: source for source in named}
    on_domain = present.filter(domain__in_array=sorted(domain_names)) if domain_names else ()
    by_domain = {source.domain: source for source in on_domain}
    sources = {}
    for name in names:
        domain_matches = [by_domain[each] for each in domains.get(name, ()) if each in by_domain]
        source = domain_matches[0] if domain_matches else by_name.get(keys[name])
        if source:
            sources[name] = source
    return sources
