"""Parses responses as a browser does: strict HTML5, and the values of forms."""

import warnings

import html5lib

CONTROLS = ("input", "select", "textarea")


def parse(response):
    """The parsed document of a response, without namespaces; markup errors raise."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(response.content.decode())


def parse_fragment(response):
    """The elements of a fragment, parsed just as strictly."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    return parser.parseFragment(response.content.decode())


def form_values(response, form_id):
    """What a browser posts from an untouched form: {name: list of values}."""
    with warnings.catch_warnings():
        # Templates of Django's admin that are not strict are not ours to test.
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
        # Browsers drop the first line break and send the others as CRLF.
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
