from pathlib import Path

from annotations.formats.registry import FORMATS, Part

DOC = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_table_of_the_documentation_says_what_each_format_holds():
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in DOC.read_text().splitlines()
        if line.startswith("|")
    ]
    start = rows.index(["", *FORMATS])
    table = {row[0]: row[1:] for row in rows[start + 2 : start + 2 + len(Part)]}
    assert table == {
        part: ["yes" if part in each.holds else "" for each in FORMATS.values()] for part in Part
    }


def test_the_documentation_describes_each_format():
    assert [name for name in FORMATS if f"\n## {name}\n" not in DOC.read_text()] == []
