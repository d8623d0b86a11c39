import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from config.static_storage import MISREAD, HashedStaticFilesStorage


@pytest.fixture
def collect(tmp_path):
    """Collect the files of a static folder of the test's own; return where they went."""

    def collect(files):
        for name, content in files.items():
            path = tmp_path / "static" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        with override_settings(
            STORAGES={"staticfiles": {"BACKEND": "config.static_storage.HashedStaticFilesStorage"}},
            STATICFILES_DIRS=[tmp_path / "static"],
            STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
            STATIC_ROOT=tmp_path / "collected",
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
        return tmp_path / "collected"

    return collect


def names_in(collected):
    return json.loads((collected / "staticfiles.json").read_text())["paths"]


def test_imports_name_hashed_files(collect):
    collected = collect(
        {
            "js/a.js": 'import { b } from "./parts/b.js";\nb();\n',
            "js/parts/b.js": "export function b() {}\n",
        }
    )
    names = names_in(collected)
    imported = names["js/parts/b.js"].removeprefix("js/parts/")
    assert (collected / names["js/a.js"]).read_text() == (
        f'import{{b}} from "./parts/{imported}";b();'
    )


def test_changed_module_renames_importers(collect):
    """In the order that takes the most passes: deeper folders, the importers here, come first."""
    depth = 9
    files = {
        f"js/{'deeper/' * level}m.js": 'import { f } from "../m.js";\n' for level in range(1, depth)
    }
    before = names_in(collect(files | {"js/m.js": "export const f = 1;\n"}))
    after = names_in(collect(files | {"js/m.js": "export const f = 2;\n"}))
    assert len(before) == depth
    assert [name for name in before if before[name] == after[name]] == []


def test_missing_import_refused(collect):
    with pytest.raises(ValueError, match="js/missing"):
        collect({"js/a.js": 'import { b } from "./missing.js";\n'})


def test_other_packages_are_left_alone(collect):
    comment = '/** @type {import("../missing").Api} */\n'
    collected = collect({"other/x.js": comment})
    assert (collected / names_in(collected)["other/x.js"]).read_text() == comment


def test_style_sheet_holds_its_parts_in_their_layers(collect):
    collected = collect(
        {
            "css/app.css": "@layer base, states;\n"
            '@import url("parts/b.css") layer(base);\n@import url("s.css") layer(states);\n',
            "css/parts/b.css": ".b { color: red; }\n",
            "css/s.css": "/* Last. */\n.s { color: blue; }\n",
        }
    )
    assert (collected / names_in(collected)["css/app.css"]).read_text() == (
        "@layer base, states;\n@layer base {\n.b { color: red; }\n}\n\n"
        "@layer states {\n.s { color: blue; }\n}\n\n"
    )


def test_changed_part_renames_the_style_sheet(collect):
    sheet = {"css/app.css": '@import url("b.css") layer(base);\n'}
    before = names_in(collect(sheet | {"css/b.css": ".b { color: red; }\n"}))
    after = names_in(collect(sheet | {"css/b.css": ".b { color: blue; }\n"}))
    assert before["css/app.css"] != after["css/app.css"]


def test_missing_part_of_the_style_sheet_refused(collect):
    with pytest.raises(KeyError, match=r"css/missing\.css"):
        collect({"css/app.css": '@import url("missing.css") layer(base);\n'})


def test_modules_are_sent_without_comments_and_with_all_that_is_none(collect):
    collected = collect(
        {
            "js/a.js": "// What it is.\n/**\n * Of two\n * lines.\n */\n"
            'const a = "// no comment"; // goes\n  // goes\nconst b = 4 /* goes */ / 2;\n'
            "const c = /[/*] */g;\n"
        }
    )
    assert (collected / names_in(collected)["js/a.js"]).read_text() == (
        'const a="// no comment";const b=4/2;const c=/[/*] */g;'
    )


def test_modules_are_sent_without_blanks_and_the_style_sheet_without_indentation(collect):
    collected = collect(
        {
            "js/a.js": "if (b) {\n  c(`<p>\n    d  e</p>`);\n\tf();\n}\n",
            "css/app.css": "@layer base;\n.a {\n  color: red;\n}\n",
        }
    )
    sent = [
        (collected / names_in(collected)[name]).read_text() for name in ("js/a.js", "css/app.css")
    ]

    assert sent == [
        "if(b){c(`<p>\nd  e</p>`);f();}",
        "@layer base;\n.a {\ncolor: red;\n}\n",
    ]


def test_an_address_is_looked_up_once_and_stays(collect, settings):
    collected = collect({"js/a.js": "a();\n", "js/b.js": "b();\n"})
    settings.STATIC_ROOT = collected
    storage = HashedStaticFilesStorage()
    names = names_in(collected)

    addresses = [storage.url(name) for name in ("js/a.js", "js/b.js", "js/a.js")]

    assert addresses == [f"/static/{names[name]}" for name in ("js/a.js", "js/b.js", "js/a.js")]
    with pytest.raises(ValueError, match=r"js/c\.js"):
        storage.url("js/c.js")


@pytest.mark.parametrize(
    "module",
    [
        "export const isPair = (text) => /; a  b/.test(text);\n",
        'export const say = (name) => `${name ? `Folder ${name}: ` : ""}two  files`;\n',
    ],
    ids=["pattern after an arrow", "template within a template"],
)
def test_module_that_could_be_misread_keeps_its_blanks(collect, module):
    collected = collect({"js/a.js": module})

    assert (collected / names_in(collected)["js/a.js"]).read_text() == module


def test_none_of_our_modules_could_be_misread():
    modules = Path(__file__).parents[2].joinpath("static/js").rglob("*.js")

    assert [path.name for path in modules if MISREAD.search(path.read_text())] == []
