"""Reading answers as a browser does: strict HTML5, forms with what stands in them."""

import warnings

import html5lib

CONTROLS = ("input", "select", "textarea")


def parse(response):
    """The document of an answer, elements without namespace; markup errors raise."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(response.content.decode())


def parse_fragment(response):
    """The elements of an answer that is a part of a page, as strictly."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parseFragment(response.content.decode())


def form_values(response, form_id):
    """What a browser would post from a form that nobody has touched: name -> list of values."""
    with warnings.catch_warnings():
        # Reading a template of Django's admin that is not strict is no test of ours.
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    form = next(form for form in tree.iter("form") if form.get("id") == form_id)
    values = {}
    for control in form.iter():
        name = control.get("name")
        if control.tag in CONTROLS and name and control.get("disabled") is None:
            for value in _values(control):
                values.setdefault(name, []).append(value)
    return values


def _values(control):
    if control.tag == "textarea":
        # A browser leaves out the first line break and sends the others as CRLF.
        return ["".join(control.itertext()).replace("\n", "\r\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", "") for option in chosen]
    kind = control.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if kind in ("submit", "button", "image") else [control.get("value", "")]
