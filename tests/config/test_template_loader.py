from itertools import pairwise

import pytest
from django.template.loader import get_template

from config.template_loader import SILENT_LINE


def lines_of(name):
    """The lines of a template as written and as they are read."""
    template = get_template(name).template
    with open(template.origin.name) as file:
        written = file.read().splitlines()
    return written, template.origin.loader.get_contents(template.origin).splitlines()


def test_lines_of_a_template_begin_without_spaces():
    written, lines = lines_of("_unavailable.html")

    assert lines == [line.lstrip() for line in written]
    assert any(line.startswith("  ") for line in written)


def test_lines_that_draw_nothing_are_dropped():
    written, lines = lines_of("annotations/reading/_passage_card.html")

    silent = ("{% if", "{% for", "{% endif", "{% endfor")
    assert any(line.lstrip().startswith(silent) for line in written)
    assert [line for line in lines if line.startswith(silent)] == []
    assert [a for a, b in pairwise(lines) if a == b == ""] == []


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("{% if a %}", "x{% if a %}\ny"),
        ("{% endblock head %}", "x{% endblock head %}\ny"),
        ("{# A comment. #}", "x{# A comment. #}\ny"),
        # What draws something stays apart from the words before it.
        ("{% include 'a.html' %}", "x\n{% include 'a.html' %}\ny"),
        ("{% csrf_token %}", "x\n{% csrf_token %}\ny"),
        ("{{ name }}", "x\n{{ name }}\ny"),
        ("{% if a %}a{% endif %}", "x\n{% if a %}a{% endif %}\ny"),
        ("{% iffy %}", "x\n{% iffy %}\ny"),
    ],
)
def test_only_lines_that_draw_nothing_lose_their_break(line, read):
    assert SILENT_LINE.sub(r"\1", f"x\n{line}\ny") == read
