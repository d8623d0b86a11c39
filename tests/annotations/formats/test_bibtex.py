from datetime import date

import pytest

from annotations.formats.bibtex import dumps, escaped
from annotations.formats.reference import Reference
from corpus.dates import parse

NEWS = Reference(
    "article-0123456789ab",
    "Kabul & Kandahar:\n 50 % {gone}",
    author="Jürgen von der Lippe and Co.",
    container="Reuters",
    is_news=True,
    issued=parse("2021-08-05"),
    accessed=date(2026, 1, 2),
    url="https://x.org/a_b?c=ü{1}&d=%20#e",
)


def written(reference):
    return b"".join(dumps([reference])).decode()


def test_news_is_an_article_of_its_source():
    assert written(NEWS) == (
        "@article{article-0123456789ab,\n"
        "  author = {{Jürgen von der Lippe and Co.}},\n"
        "  title = {{Kabul \\& Kandahar: 50 \\% \\textbraceleft{}gone\\textbraceright{}}},\n"
        "  journal = {{Reuters}},\n"
        "  date = {2021-08-05},\n"
        "  year = {2021},\n"
        "  month = aug,\n"
        "  url = {https://x.org/a_b?c=%C3%BC%7B1%7D&d=%20#e},\n"
        "  urldate = {2026-01-02},\n"
        "}\n\n"
    )


def test_page_is_named_with_its_site_and_note():
    reference = Reference("claim-1", "It is so", container="The desk", note="Draft_1")
    assert written(reference) == (
        "@misc{claim-1,\n"
        "  title = {{It is so}},\n"
        "  howpublished = {{The desk}},\n"
        "  note = {Draft\\_1},\n"
        "}\n\n"
    )


@pytest.mark.parametrize(
    ("day", "lines"),
    [
        ("2021", ["  date = {2021},", "  year = {2021},"]),
        ("2021-12", ["  date = {2021-12},", "  year = {2021},", "  month = dec,"]),
        ("0987-01-02", ["  date = {0987-01-02},", "  year = {0987},", "  month = jan,"]),
    ],
)
def test_date_is_as_precise_as_it_is_known(day, lines):
    assert written(Reference("a", "b", issued=parse(day))).splitlines()[2:-2] == lines


def test_no_character_is_taken_for_markup():
    assert escaped("\\ { } # $ % & _ ~ ^ < > | \x01\x9f@ “ü” مرحبا 🏳") == (
        r"\textbackslash{} \textbraceleft{} \textbraceright{} \# \$ \% \& \_ \textasciitilde{} "
        r"\textasciicircum{} \textless{} \textgreater{} \textbar{} @ “ü” مرحبا 🏳"
    )


def test_braces_of_an_entry_are_balanced():
    hostile = "}}, url = {x}}\n@comment{ {{ \\} \\\\"
    entry = written(Reference("a", hostile, author=hostile, url=f"https://x.org/{hostile}"))
    assert entry.count("{") == entry.count("}")
    assert len(entry.splitlines()) == 6
