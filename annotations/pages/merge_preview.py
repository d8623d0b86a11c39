"""The page that asks what to merge a source, a person or an origin into, with its preview."""

from django.shortcuts import render

from annotations.claims.filters import said_by
from annotations.models import Claim, Evidence, PassagePerson
from annotations.passages.excerpts import readable
from corpus.models import Alias, Article, Credit, Person, Source
from corpus.pagination import bounded_count


def merge_form(form_class, request, row):
    """The form of what was sent, of the row to preview, or an empty one."""
    if request.method == "POST":
        return form_class(request.POST, row=row)
    return form_class(request.GET if "into" in request.GET else None, row=row, is_preview=True)


def merge_page(request, template, row, form):
    """The form, and what would move once the other row is known."""
    row.refresh_from_db()
    into = form.cleaned_data.get("into") if form.is_bound and form.is_valid() else None
    context = {"row": row, "form": form, "kind": row._meta.verbose_name, "into": into}
    if into:
        context["moved"] = moved_by_merge(row, request.user)
    return render(request, template, context, status=form.status)


def moved_by_merge(row, member):
    """(BoundedCount, noun in the singular and plural) of each kind of row that names `row`."""
    if isinstance(row, Source):
        rows = [
            (Article.objects.present().filter(source=row), "article", "articles"),
            (Credit.objects.filter(source=row), "credit", "credits"),
        ]
    elif isinstance(row, Person):
        links = PassagePerson.objects.filter(person=row).values("passage")
        rows = [
            (readable(member).filter(pk__in=links), "passage", "passages"),
            (said_by(Claim.objects.present(), [row]), "claim", "claims"),
            (Alias.objects.present().filter(person=row), "other name", "other names"),
        ]
    else:
        evidence = Evidence.objects.filter(origin=row)
        claims = Claim.objects.present().filter(evidence__in=evidence).distinct()
        rows = [
            (evidence, "quote of evidence", "quotes of evidence"),
            (claims, "claim", "claims"),
        ]
    return [(bounded_count(each), one, several) for each, one, several in rows]
