from django import forms

from annotations.exports.export import NOUNS, Export
from annotations.forms.article_list import ArticleFilterForm
from annotations.forms.claim_list import ClaimFilterForm
from annotations.forms.passage_filter import PassageFilterForm
from annotations.forms.records.records import NameListForm
from annotations.forms.search import SearchForm
from annotations.models import Origin, Passage
from annotations.search.query import parse_query
from annotations.search.results import claims_for, passages_for
from corpus.models import Article, Person, Source


class ExportRefused(ValueError):
    """The query of an export names nothing that can be exported; the message says why."""


class ExportForm(forms.Form):
    """What of an export is not the filter of a list: its shape."""

    table = forms.CharField(required=False, max_length=20)
    tags = forms.ChoiceField(choices=[("", "in one cell"), ("rows", "one a row")], required=False)
    bom = forms.ChoiceField(choices=[("", "yes"), ("1", "yes"), ("0", "no")], required=False)


def export_of(noun, query, member):
    """The Export of a noun that a query string asks for, as a member sees it.

    `query` is a QueryDict or dict, with the filters of the page beside; raises ExportRefused.
    """
    shape = ExportForm(query)
    tables = [table.name for table in NOUNS[noun].tables]
    if not shape.is_valid() or (query.get("table") or tables[0]) not in tables:
        raise ExportRefused(f"Choose as table: {', '.join(tables)}; tags=rows; bom=0.")
    select = {"passages": _passages, "claims": _claims, "articles": _articles}.get(noun, _named)
    cleaned = shape.cleaned_data
    return Export(
        NOUNS[noun],
        member,
        **select(noun, query, member),
        table=cleaned["table"],
        by_tag=noun == "passages" and cleaned["tags"] == "rows",
        bom=cleaned["bom"] != "0",
    )


def _search_query(query):
    """The SearchQuery that was typed, or None; raises ExportRefused if it has no words."""
    typed = SearchForm.parse(query).search.typed
    if not typed:
        return None
    search_query = parse_query(typed)
    if search_query.tree is None:
        raise ExportRefused(" ".join(search_query.problems) or f"No words in “{typed}”.")
    return search_query


def _passages(noun, query, member):
    search_query = _search_query(query)
    if search_query:
        passages = passages_for(search_query, member)
    else:
        passages = Passage.objects.present().visible_to(member).filter(article__deleted_at=None)
    form = PassageFilterForm.parse(query)
    if form.errors:
        raise ExportRefused(_first_error(form))
    return {"rows": form.filter(passages)}


def _claims(noun, query, member):
    search_query = _search_query(query)
    if search_query:
        return {"rows": claims_for(search_query, member)}
    form = ClaimFilterForm.parse(query)
    if form.errors:
        raise ExportRefused(_first_error(form))
    return {"rows": _only_record("claim", query, form.claims)}


def _articles(noun, query, member):
    search_query = _search_query(query)
    if search_query:
        return {"query": search_query}
    form = ArticleFilterForm.parse(query)
    if form.errors:
        raise ExportRefused(_first_error(form))
    articles = form.filter(Article.objects.present(), member)
    return {"rows": _only_record("article", query, articles)}


def _only_record(name, query, rows):
    """The one row whose id is given under `name`, or all rows if none is given."""
    form = PassageFilterForm.parse({name: query.get(name, "")})
    if form.errors:
        raise ExportRefused(_first_error(form))
    record = form.cleaned_data[name]
    return rows.filter(pk=record.pk) if record else rows


def _named(noun, query, member):
    """People, sources or origins, filtered as on their lists."""
    rows = {
        "people": Person.objects.standing,
        "sources": Source.objects.present,
        "origins": Origin.objects.present,
    }[noun]()
    return {"rows": NameListForm.parse(query).filter(rows)}


def _first_error(form):
    return next(message for messages in form.errors.values() for message in messages)
