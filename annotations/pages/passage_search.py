"""The passages that a search finds: filters, their choices, and what can be done with several."""

from urllib.parse import urlencode

from annotations.forms.passage_filter import PassageFilterForm
from annotations.pages.selected_passages import selection_context
from annotations.search.results import PASSAGES, passages_for, read_passages
from corpus.pagination import bounded_count
from corpus.web.paging_forms import CursorForm


def passages_context(form, question, request):
    """The context of the group of passages; `form` is the SearchForm of a `question`.

    It has the choices of the filters where they are open.
    """
    member = request.user
    filters = PassageFilterForm.parse(request.GET)
    is_open = bool(filters.asked or form.cleaned_data["filters"])
    matches = passages_for(question, member)
    passages = filters.filter(matches)
    page, rows = read_passages(question, passages, CursorForm.parse(request.GET))
    search = [("q", form.search.typed), ("group", PASSAGES)]
    return {
        "page": page,
        "rows": rows,
        "filters": filters,
        "choices": filters.choices(matches) if is_open else None,
        "hidden": search,
        "all": urlencode(search),
        "filtered": bounded_count(passages) if filters.asked else None,
        "query": f"{urlencode([*search, *filters.asked])}&",
        "export_query": urlencode([("q", form.search.typed), *filters.asked]),
        **selection_context(request),
    }
