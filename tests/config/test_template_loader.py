from django.template.loader import get_template


def test_lines_of_a_template_begin_without_spaces_and_keep_their_numbers():
    template = get_template("_keys_sheet.html").template
    lines = template.origin.loader.get_contents(template.origin).splitlines()
    with open(template.origin.name) as file:
        written = file.read().splitlines()

    assert lines == [line.lstrip() for line in written]
    assert any(line.startswith("  ") for line in written)
