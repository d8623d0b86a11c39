from corpus.search.parser import parse
from corpus.search.snippets import HitFinder, hits, html_of, marked, snippets

TEXT = "The Taliban lack the resources to hold <major> cities. " + "Nothing else. " * 40
TEXT += "Kabul."


def hit_texts(text, typed):
    return [text[start:end] for start, end in hits(text, parse(typed).tree)]


def test_every_form_and_every_phrase_is_a_hit():
    assert hit_texts(TEXT, "resource city") == ["resources", "cities"]
    assert hit_texts(TEXT, '"major cities"') == ["major> cities"]
    assert hit_texts(TEXT, '"resource"') == []
    assert hit_texts(TEXT, "resour*") == ["resources"]


def test_what_is_asked_to_be_absent_or_in_titles_is_no_hit():
    assert hit_texts(TEXT, "taliban -cities title:kabul") == ["Taliban"]


def test_hits_are_marked_and_all_else_is_escaped():
    html = marked(TEXT[:54], hits(TEXT[:54], parse("major").tree))
    assert html.__html__() == (
        "The Taliban lack the resources to hold &lt;<mark>major</mark>&gt; cities."
    )


def test_snippets_show_the_parts_with_hits_in_order():
    shown = snippets(TEXT, HitFinder(parse("taliban kabul").tree))
    assert ["<mark>Taliban</mark>" in each.html for each in shown] == [True, False]
    assert ["<mark>Kabul</mark>" in each.html for each in shown] == [False, True]
    assert [(each.is_cut_before, each.is_cut_after) for each in shown] == [
        (False, True),
        (True, False),
    ]


def test_text_without_a_hit_shows_its_opening():
    [shown] = snippets(TEXT, HitFinder(parse("absent").tree))
    assert (shown.start, "<mark>" in shown.html) == (0, False)


def test_snippets_as_html_say_what_is_left_out():
    def shown(text, typed):
        return html_of(snippets(text, HitFinder(parse(typed).tree))).__html__()

    assert shown("<Kabul> fell.", "kabul") == "&lt;<mark>Kabul</mark>&gt; fell."
    assert shown("Kabul. " + "a " * 90 + "b.", "kabul") == f"<mark>Kabul</mark>. {'a ' * 86}a …"
    assert shown("a " * 90 + "Kabul.", "kabul") == f"… {'a ' * 29}<mark>Kabul</mark>."
    both = shown(f"Kabul. {'a ' * 200}Herat.", "kabul herat")
    assert both == f"<mark>Kabul</mark>. {'a ' * 86}a … {'a ' * 29}<mark>Herat</mark>."
    assert shown("", "kabul") == ""
