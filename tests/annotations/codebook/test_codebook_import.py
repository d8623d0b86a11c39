"""The codebook from and to files, as its pages do it."""

from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.codebook import jobs
from annotations.codebook.formats.plan import plan
from annotations.codebook.formats.record import Code
from annotations.codebook.tag_merging import merge_tag
from annotations.models import CodebookJob, Tag
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.factories import EDITORS, make_tag, make_user
from tests.support.pages import parse, parse_fragment

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def upload(browser, content, name="codebook.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post("/tags/import/", {"file": SimpleUploadedFile(name, content)})


def confirm(browser, preview, **wishes):
    said = {
        name: parse(preview).find(f".//input[@name='{name}']").get("value")
        for name in ("content", "digest", "changes")
    }
    return browser.post("/tags/import/", said | wishes)


def codebook():
    return [(tag.name, tag.definition, tag.hue) for tag in Tag.objects.standing()]


FILE = "tag,description,hue\ncasualty,Killed or wounded,3\nlosses,New words,\nkept,,\n"


def make_codebook():
    make_tag("casualties", definition="x")
    make_tag("losses", definition="Old words", hue=2)
    make_tag("kept", definition="stays", hue=5)


def test_import_shows_everything_first_and_changes_nothing(editor):
    make_codebook()
    before = codebook()
    preview = upload(editor, FILE)

    said = text_of(preview)
    assert "1 new, 1 changed, 1 unchanged; 1 of the new tags similar to existing ones" in said
    assert "casualty similar to “casualties”" in said
    assert "Old words New words" in said
    assert codebook() == before


def test_import_is_one_action_and_does_what_was_shown(editor):
    make_codebook()
    answer = confirm(editor, upload(editor, FILE))

    assert "1 tag created, 1 changed." in text_of(answer)
    assert codebook() == [
        ("casualties", "x", 1),
        ("casualty", "Killed or wounded", 3),
        ("kept", "stays", 5),
        ("losses", "New words", 2),
    ]
    assert Tag.history.filter(action__kind="tag.import").count() == 2
    assert "0 new, 0 changed, 3 unchanged" in text_of(upload(editor, FILE))


def test_keys_that_other_tags_have_are_said_before(editor):
    make_tag("attribution", digit=1)
    make_tag("losses", digit=2)
    preview = upload(editor, "tag,description,hue,key\nnew,,,1\nlosses,,,2\nfree,,,3\n")
    assert text_of(preview).count("does not get the key") == 1
    assert "“new” does not get the key 1: “attribution” has it." in text_of(preview)
    confirm(editor, preview)
    digits = dict(Tag.objects.standing().values_list("name", "digit"))
    assert digits == {"attribution": 1, "losses": 2, "new": None, "free": 3}


def test_import_can_leave_out_changes_and_near_names(editor):
    make_codebook()
    before = codebook()
    confirm(editor, upload(editor, FILE), only_new="1", without_near="1")
    assert codebook() == before


def test_import_of_a_codebook_that_changed_meanwhile_is_shown_again(editor):
    make_codebook()
    preview = upload(editor, FILE)
    act(make_user(), Tag.objects.get(name="losses").edit, 1, "losses", "Theirs", 2)
    before = codebook()
    answer = confirm(editor, preview)

    assert answer.status_code == 409
    assert "Theirs New words" in text_of(answer)
    assert codebook() == before
    assert confirm(editor, answer).status_code == 200
    assert ("losses", "New words", 2) in codebook()


def test_import_that_cannot_be_read_names_file_line_and_field_and_imports_nothing(editor):
    cases = {
        '\ntag,hue\nfine,1\n"x': "codebook.csv, line 4: this is not CSV",
        "tag\n": "has no tags",
        "<a/>": "line 1: this is not a REFI-QDA codebook",
    }
    for content, why in cases.items():
        answer = upload(editor, content)
        assert answer.status_code == 422
        assert why in text_of(answer)
    assert Tag.objects.count() == 0


def test_codebook_above_the_upload_limit_is_refused_with_the_limit(editor, settings):
    settings.MAX_UPLOAD_BYTES = 2_000
    answer = upload(editor, "tag\n" + "x" * 2_000)
    assert answer.status_code == 413
    assert "This is more than 0 MB. Export its codebook alone." in text_of(answer)


@pytest.mark.parametrize("suffix", ["csv", "qdc"])
def test_export_is_imported_as_the_same(member, editor, suffix):
    names = ["actor", "actor/state", "=1+1", "a; b", "“x” & <y>", "'-x", "//"]
    for hue, name in enumerate(names, 1):
        make_tag(name, definition=f"-{name}\r\nsecond line", hue=hue)
    act(make_user(), make_tag("gone").remove)
    act(make_user(), merge_tag, make_tag("merged"), Tag.objects.get(name="actor"))
    answer = member.get(f"/tags.{suffix}")

    assert answer["Content-Disposition"] == f'attachment; filename="codebook.{suffix}"'
    preview = upload(editor, answer.content, f"codebook.{suffix}")
    assert "0 new, 0 changed, 7 unchanged" in text_of(preview)
    before = codebook()
    for tag in Tag.objects.present():
        if not tag.merged.exists() and not tag.merged_into:
            act(make_user(), tag.remove)
    confirm(editor, upload(editor, answer.content))
    expected = [(name, words.replace("\r\n", "\n"), hue) for name, words, hue in before]
    assert [(n, w.replace("\r\n", "\n"), h) for n, w, h in codebook()] == expected


def large(number=600):
    return "tag,description\n" + "".join(f"word {n},meant so\n" for n in range(number))


@pytest.fixture
def one_at_a_time(monkeypatch):
    """A request takes in one batch, however quick the machine is."""
    monkeypatch.setattr(jobs, "MAX_SECONDS_PER_REQUEST", 0)


def button(page, words):
    """Where the form leads whose button says so."""
    forms = page.iterfind(".//form")
    return next(form.get("action") for form in forms if form.findtext("button") == words)


def test_large_codebook_comes_in_on_a_page_of_its_own_with_a_button_alone(editor, one_at_a_time):
    answer = confirm(editor, upload(editor, large()))
    assert answer.status_code == 303
    address = answer["Location"]
    shown = [text_of(editor.get(address))]
    while "Resume" in shown[-1]:
        moved = editor.post(button(parse(editor.get(address)), "Resume"))
        assert (moved.status_code, moved["Location"]) == (303, address)
        shown.append(text_of(editor.get(address)))

    lines = [words[words.index("All tags ") :].split(" Created")[0] for words in shown]
    assert lines == [
        "All tags Importing 250 250 of 600",
        "All tags Importing 500 500 of 600",
        "All tags The codebook was imported",
    ]
    assert "Created 600 Changed 0" in shown[-1]
    assert Tag.objects.standing().count() == 600


def test_stopped_import_is_found_again_and_undone_as_a_whole(editor, one_at_a_time):
    address = confirm(editor, upload(editor, large()))["Location"]
    editor.post(button(parse(editor.get(address)), "Stop"))
    stopped = editor.get(address)
    assert "The import was stopped 250 250 of 600" in text_of(stopped)
    assert address in links_of(editor.get("/tags/import/"))
    undo = next(link for link in links_of(stopped) if "/undo/" in link)

    undone = editor.post(undo.partition("?")[0], {"next": address}, follow=True)
    assert "The import was cancelled" in text_of(undone)
    assert Tag.objects.present().count() == 0
    assert address not in links_of(editor.get("/tags/import/"))


def test_script_gets_how_far_it_is_alone(editor, one_at_a_time):
    address = confirm(editor, upload(editor, large()))["Location"]
    answer = editor.post(f"{address}move/", headers={"HX-Request": "true"})
    [state, *_] = parse_fragment(answer)
    assert (state.get("data-is-running"), state.findtext(".//progress")) == ("", "500")


def test_preview_of_a_large_codebook_shows_a_part_of_it_and_says_so(editor):
    preview = upload(editor, large())
    assert "600 new, 0 changed, 0 unchanged" in text_of(preview)
    assert "Showing the first 500." in text_of(preview)
    assert len(list(parse(preview).iterfind(".//ul[@class='name-list']/li"))) == 500


def test_what_colleagues_made_meanwhile_is_named(editor):
    job = act(make_user(), jobs.begin, plan([Code("casualties", "ours"), Code("losses")]))
    make_tag("Casualties", definition="theirs")
    editor.post(f"{job.get_absolute_url()}move/")
    said = text_of(editor.get(job.get_absolute_url()))
    assert "Colleagues created or changed 1 of these tags during the import." in said
    assert "The import did not change it: “casualties”" in said


FOREIGN = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code name="Money, paid"/><Code name="Humor / Amusement"/><Code name=""/>
<Code name="Tone, mood" isCodable="false"><Code name="dry"/></Code>
<Code name="tone, mood"/></Codes></CodeBook>"""
CHANGES = [
    "line 2: a code without a name is left out.",
    "line 2: “Money, paid” becomes “Money; paid”: a comma separates tags.",
    "line 3: “Tone, mood/dry” becomes “Tone; mood/dry”: a comma separates tags.",
    "line 4: “tone, mood” becomes “tone; mood”: a comma separates tags.",
]


def listed(page):
    section = parse(page).find(".//section[@aria-labelledby='adapted']")
    return [] if section is None else [item.text for item in section.iterfind(".//li")]


def test_codebook_of_another_program_comes_in_and_its_changes_are_listed_before_and_after(editor):
    preview = upload(editor, FOREIGN, "theirs.qdc")
    assert listed(preview) == CHANGES
    assert listed(confirm(editor, preview)) == CHANGES
    assert [name for name, *_ in codebook()] == [
        "Humor / Amusement",
        "Money; paid",
        "tone; mood",
        "Tone; mood/dry",
    ]
    assert "0 new, 0 changed, 4 unchanged" in text_of(upload(editor, FOREIGN, "theirs.qdc"))


def test_codebook_that_is_as_in_its_file_lists_no_changes(editor):
    preview = upload(editor, FILE)
    assert listed(preview) == []
    assert listed(confirm(editor, preview)) == []


def test_foreign_codes_go_out_under_their_own_names_until_they_are_renamed(editor):
    confirm(editor, upload(editor, FOREIGN, "theirs.qdc"))
    names = [part.get("name") for part in code_elements(editor)]
    assert names == ["Humor / Amusement", "Money, paid", "tone, mood", "Tone, mood", "dry"]

    tag = Tag.objects.get(name="Money; paid")
    act(make_user(), tag.edit, tag.version, tag.name, "With a definition.", tag.hue)
    assert "Money, paid" in [part.get("name") for part in code_elements(editor)]
    tag.refresh_from_db()
    act(make_user(), tag.edit, tag.version, "Sums", tag.definition, tag.hue)
    names = [part.get("name") for part in code_elements(editor)]
    assert names == ["Humor / Amusement", "Sums", "tone, mood", "Tone, mood", "dry"]


def code_elements(browser):
    # It is of our own writing.
    root = ElementTree.fromstring(browser.get("/tags.qdc").content)  # noqa: S314
    return list(root.iter("{urn:QDA-XML:codebook:1.0}Code"))


def test_slash_of_a_foreign_code_makes_no_group_on_the_page_of_the_codebook(editor):
    make_tag("humor/dry")
    confirm(editor, upload(editor, FOREIGN, "theirs.qdc"))
    headings = parse(editor.get("/tags/")).iterfind(".//h2")
    assert [heading.text.strip() for heading in headings] == ["humor", "Tone, mood"]


@pytest.mark.parametrize("changes", ["{", "5", '{"a": 1}'])
def test_preview_that_was_tampered_with_is_refused(editor, changes):
    preview = upload(editor, FILE)
    answer = confirm(editor, preview, changes=changes)
    assert (answer.status_code, Tag.objects.count()) == (422, 0)


def test_job_of_an_older_release_goes_on(editor):
    steps = ["casualties", "ours", 3, None, None]
    job = act(make_user(), CodebookJob.objects.begin, [[steps]])
    editor.post(f"{job.get_absolute_url()}move/")
    assert codebook() == [("casualties", "ours", 3)]
