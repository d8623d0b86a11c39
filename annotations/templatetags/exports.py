"""The Export menu of a page, and the links by which programs find its files."""

from secrets import token_urlsafe

from django import template
from django.urls import reverse
from django.utils.html import escape

from annotations.exports.export import NOUNS, SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.formats.registry import WRITTEN
from annotations.highlighting.html import Html
from annotations.templatetags.content_cache import drawn_once

register = template.Library()

# What each file is good for, in a few words.
PURPOSES = {
    "xlsx": "for Excel",
    "csv": "for spreadsheets",
    "json": "for programs",
    "md": "for notes and wikis",
    "html": "or save it as PDF",
}


# Stands for the query in cached markup: addresses differ in nothing else from page to page. It is
# random, so that no content can hold it.
QUERY_MARK = token_urlsafe(16)


@register.simple_tag(takes_context=True)
def export_menu(context, noun, query="", count=None, cited="", *, may_import=None):
    """The menu for the rows that a page shows.

    `query` is the page's query string without "?"; `count` is their BoundedCount or number, None
    if nobody counted them; `cited` is the noun whose references it has, if that is another one.
    `may_import` is whether the member may import passages, for a template without a user.
    """
    if noun == "passages" and may_import is None:
        may_import = context["user"].has_perm("annotations.add_passage")
    # Templates hand over markup, by which nothing is cached.
    noun = NOUNS[noun].name
    words = NOUNS[noun].singular if str(count) == "1" else noun
    return _with_query(
        "annotations/exports/_export_menu.html",
        query,
        noun=noun,
        cited=NOUNS[cited or noun].name,
        # A name that a template does not know is "".
        words=f"All {words}" if count in (None, "") else f"{count} {words}",
        may_import=bool(noun == "passages" and may_import),
    )


@register.simple_tag
def export_links(noun, query=""):
    """The `<link rel="alternate">` of a list; `query` as for `export_menu`."""
    return _with_query("annotations/exports/_alternates.html", query, noun=NOUNS[noun].name)


def _with_query(template, query, **content):
    """A template drawn once for all queries: to draw its links took longer than to find rows."""
    query = query.strip("?&")
    html = drawn_once(template, query=f"?{QUERY_MARK}" if query else "", **content)
    return Html(html.replace(QUERY_MARK, escape(query)))


@register.filter
def export_files(noun):
    """(label, purpose, address) of each file of a noun."""
    return [
        # A workbook is made as a whole, with a page that says how far it is.
        (
            label,
            PURPOSES[suffix],
            reverse(f"{noun}_{'workbook' if suffix == 'xlsx' else suffix}"),
        )
        for suffix, (label, _) in SUFFIXES.items()
    ]


@register.filter
def annotation_formats(noun):
    """(label, what it cannot hold, address) of each format of annotations."""
    return [
        (each.label, each.omits, reverse(f"passages_{name}"))
        for name, each in WRITTEN.items()
        if noun == "passages"
    ]


@register.simple_tag
def references_of(noun, cited):
    """(label, purpose, address) of each file of references to the rows that `noun` cites."""
    of_which = f"the {NOUNS[cited].singular}, " if cited != noun else ""
    return [
        (each.label, of_which + each.purpose, reverse(f"{cited}_{name}"))
        for name, each in REFERENCE_FORMATS.get(cited, {}).items()
    ]


@register.filter
def further_tables(noun):
    """The names of the tables that a noun is exported in, but the first."""
    return [table.name for table in NOUNS[noun].tables[1:]]
