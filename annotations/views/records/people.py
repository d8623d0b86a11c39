from functools import partial

from django.db.models import OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotations.claims.filters import said_by
from annotations.models import Claim, PassagePerson, Role
from annotations.pages.names import (
    claims_section,
    mentions_section,
    name_list,
    passage_filters,
    to_canonical,
)
from annotations.passages.excerpts import passages_naming, readable
from corpus.db.count_up_to import CountUpTo
from corpus.models import Alias, Person
from corpus.records.merging import suggested_merges


@require_safe
def person_list(request):
    """All people who speak or are mentioned, by name, with how many passages and claims."""
    people = Person.objects.standing()
    suggested = () if request.GET else suggested_merges(people)
    template = "annotations/people/person_list.html"
    return name_list(
        request, template, people, partial(_with_counts, request.user), suggested=suggested
    )


def _with_counts(member, people):
    def identities(person):
        return Person.objects.filter(Q(pk=person) | Q(merged_into=person)).values("pk")

    links = PassagePerson.objects.filter(person__in=identities(_outer("pk", 3)))
    passages = readable(member).filter(pk__in=links.values("passage"))
    claims = Claim.objects.present().filter(speaker__in=identities(_outer("pk", 2)))
    return people.annotate(passage_count=CountUpTo(passages), claim_count=CountUpTo(claims))


def _outer(column, depth):
    """The column of the query that so many queries are within."""
    return OuterRef(_outer(column, depth - 1)) if depth else column


@require_safe
def person(request, public_id, slug=""):
    """A person: names, claims, contradicting speakers, and passages by role."""
    people = Person.objects.present().select_related("merged_into")
    person = get_object_or_404(people, public_id=public_id)
    if person.merged_into:
        return redirect(person.merged_into)
    if slug != person.slug:
        return to_canonical(request, person)
    return render(request, "annotations/people/person.html", person_context(request, person))


def person_context(request, person):
    """The context of a person's page, in a fixed number of queries."""
    merged = list(person.merged.present().in_name_order())
    identities = [person.pk, *(other.pk for other in merged)]
    filters, context = passage_filters(request, person=person)
    speaks, spoken_of = (
        filters.filter(passages_naming(identities, role, request.user)) for role in Role
    )
    claims = claims_section(request, said_by(Claim.objects.present(), [person]))
    return context | {
        "person": person,
        "merged": merged,
        "aliases": Alias.objects.present().filter(person__in=identities),
        "claims": claims,
        "opponents": _in_order(claims["lines"]),
        "speaks": mentions_section(request, speaks, "speaks", filters.query),
        "spoken_of": mentions_section(request, spoken_of, "spoken-of", filters.query),
        "may_merge": request.user.has_perm("corpus.change_person"),
    }


def _in_order(lines):
    """The present people who contradict one of these claims, each once, by name."""
    claims = (claim for _, opponents in lines for claim in opponents if claim.speaker)
    people = {claim.speaker.resolved for claim in claims}
    opponents = [person for person in people if not person.is_deleted]
    return sorted(opponents, key=lambda person: (person.name_key, person.pk))
