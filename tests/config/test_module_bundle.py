import pytest

from config.module_bundle import bundles


def bundle(files, *entries):
    """The bundle of the last entry; the others stay files beside it."""
    return bundles(entries, files.__getitem__)[entries[-1]]


def test_module_comes_with_all_that_it_imports_once():
    files = {
        "a.js": 'import "./parts/b.js";\nimport { c } from "./parts/c.js";\n',
        "parts/b.js": 'import {\n  c,\n} from "./c.js";\nimport("../later.js");\n',
        "parts/c.js": "export const c = 1;\n",
        "later.js": 'import { c } from "./parts/c.js";\n',
        "unused.js": "",
    }

    assert sorted(bundle(files, "a.js").inside) == [
        "a.js",
        "later.js",
        "parts/b.js",
        "parts/c.js",
    ]


def test_another_bundle_stays_a_file_of_its_own():
    files = {
        "pages/a.js": 'import { b } from "../parts/b.js";\nb();\n',
        "parts/b.js": "export function b() {}\n",
    }

    page = bundle(files, "parts/b.js", "pages/a.js")

    assert page.inside == ["pages/a.js"]
    assert page.text.splitlines()[0] == 'import * as bundled1_exports from "./../parts/b.js";'


def test_a_module_that_two_bundles_would_run_is_refused():
    files = {
        "a.js": 'import "./c.js";\n',
        "b.js": 'import "./c.js";\n',
        "c.js": "",
    }

    with pytest.raises(ValueError, match=r"In two bundles: c\.js"):
        bundle(files, "a.js", "b.js")


@pytest.mark.parametrize(
    "statement",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import { b } from "elsewhere";',
        "import { b } from './b.js'",
        "export default 1;",
        "export { b };",
        "export let b = 1;",
        "export * from './b.js';",
        "await 1;",
        "load(import(name));",
        "const here = import.meta.url;",
    ],
)
def test_other_statements_are_refused(statement):
    files = {"a.js": f"{statement}\n", "b.js": "export const b = 1;\n"}

    with pytest.raises(ValueError, match=r"a\.js cannot be joined with others: "):
        bundle(files, "a.js")


def test_modules_that_import_each_other_are_refused():
    files = {
        "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }

    with pytest.raises(ValueError, match=r"Modules import each other: a\.js, b\.js"):
        bundle(files, "a.js")
