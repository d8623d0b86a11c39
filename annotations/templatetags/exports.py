"""The Export menu of a page, and the links by which programs find its files."""

from django import template
from django.urls import reverse

from annotations.exports.export import NOUNS, SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.formats.registry import WRITTEN

register = template.Library()

# What each file is good for, in a few words.
PURPOSES = {
    "xlsx": "for Excel",
    "csv": "for spreadsheets",
    "json": "for programs",
    "md": "for notes and wikis",
    "html": "or save it as PDF",
}


@register.inclusion_tag("annotations/exports/_export_menu.html", takes_context=True)
def export_menu(context, noun, query="", count=None, cited="", *, may_import=None):
    """The menu for the rows that a page shows.

    `query` is the page's query string without "?"; `count` is their BoundedCount or number, None
    if nobody counted them; `cited` is the noun whose references it has, if that is another one.
    `may_import` is whether the member may import passages, for a template without a user.
    """
    query = _question(query)
    files = [
        # A workbook is made as a whole, with a page that says how far it is.
        (
            label,
            PURPOSES[suffix],
            reverse(f"{noun}_{'workbook' if suffix == 'xlsx' else suffix}") + query,
        )
        for suffix, (label, _) in SUFFIXES.items()
    ]
    formats = [
        (each.label, each.omits, reverse(f"passages_{name}") + query)
        for name, each in WRITTEN.items()
        if noun == "passages"
    ]
    of_which = f"the {NOUNS[cited].singular}, " if cited else ""
    cited = cited or noun
    references = [
        (each.label, of_which + each.purpose, reverse(f"{cited}_{name}") + query)
        for name, each in REFERENCE_FORMATS.get(cited, {}).items()
    ]
    if noun == "passages" and may_import is None:
        may_import = context["user"].has_perm("annotations.add_passage")
    words = NOUNS[noun].singular if str(count) == "1" else noun
    return {
        "files": files,
        "formats": formats,
        "references": references,
        # A name that a template does not know is "".
        "words": f"All {words}" if count in (None, "") else f"{count} {words}",
        "is_filtered": bool(query),
        "csv": reverse(f"{noun}_csv"),
        "query": query,
        "noun": noun,
        "may_import": noun == "passages" and may_import,
        "further": [table.name for table in NOUNS[noun].tables[1:]],
    }


@register.inclusion_tag("annotations/exports/_alternates.html")
def export_links(noun, query=""):
    """The `<link rel="alternate">` of a list; `query` as for `export_menu`."""
    return {
        "csv": reverse(f"{noun}_csv"),
        "json": reverse(f"{noun}_json"),
        "query": _question(query),
    }


def _question(query):
    query = query.strip("?&")
    return f"?{query}" if query else ""
