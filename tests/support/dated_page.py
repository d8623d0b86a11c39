"""A page about a closed road, and the day of publication that is read from it."""

from corpus.readers.extraction import extract_article

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."


def dated_page(inside="", head="", before="", after="", above="", address=""):
    """The markup of the page. `inside` stands in the text, `before` between headline and text,
    `above` and `after` around the article."""
    canonical = f"<link rel=canonical href='{address}'>" if address else ""
    return (
        f"<!doctype html><html><head><title>Road closed</title>{head}{canonical}</head><body>"
        f"{above}<main><article><h1>Road closed</h1>{before}<p>{ONE}</p>{inside}<p>{TWO}</p>"
        f"</article></main>{after}"
    )


def day(inside="", **parts):
    """The ISO date that is read from the page, "" for none."""
    return extract_article(dated_page(inside, **parts)).published


def date_note(inside="", **parts):
    """What an editor is told of the days that the page gives, "" for nothing."""
    return extract_article(dated_page(inside, **parts)).date_note
