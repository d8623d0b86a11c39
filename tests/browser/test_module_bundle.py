"""Joined modules do what they do as files."""

import pytest

from config.module_bundle import bundles

ADDRESS = "http://modules.test/"
FILES = {
    "parts/beside.js": """
import { log } from "./log.js";
log("beside");
export const beside = 7;
""",
    "parts/log.js": "export const log = (word) => (globalThis.words ??= []).push(word);\n",
    "entry.js": """
import { beside } from "./parts/beside.js";
import "./first.js";
import { count, Counter as Count, later as willCome } from "./parts/counter.js";
const first = "of the entry";
globalThis.words.push(first, beside, count(), new Count().next(), this === undefined);
willCome().then((word) => globalThis.words.push(word));
import("./wanted.js").then(({ word }) => globalThis.words.push(word, count()));
export function end() {
  return "end";
}
""",
    "first.js": """
import { count } from "./parts/counter.js";
const first = "first";
globalThis.words.push(first, count());
""",
    "parts/counter.js": """
let number = 0;
export function count() {
  number += 1;
  return number;
}
export class Counter {
  next() {
    return count();
  }
}
export async function later() {
  return "later";
}
globalThis.words.push("counter");
""",
    "wanted.js": """
globalThis.words.push("runs when wanted");
export const word = "wanted";
""",
}


@pytest.fixture
def words(page):
    """Run the module `entry.js` among these files; return what it exports and the words said."""

    def words(files):
        def answer(route):
            name = route.request.url.removeprefix(ADDRESS)
            body = files[name] if name else "<!doctype html>"
            kind = "text/javascript" if name else "text/html"
            route.fulfill(body=body, content_type=kind)

        page.route(f"{ADDRESS}**", answer)
        page.goto(ADDRESS)
        exported = page.evaluate('import("/entry.js").then(({ end }) => end())')
        page.wait_for_function("words.at(-1) === 4")
        logged_words = page.evaluate("words")
        page.unroute(f"{ADDRESS}**")
        return exported, logged_words

    return words


def test_joined_modules_run_as_files_do(words):
    alone = bundles(["entry.js"], lambda name: FILES[name])["entry.js"].text
    beside = bundles(["parts/beside.js", "entry.js"], lambda name: FILES[name])

    expected = ["beside", "counter", "first", 1, "of the entry", 7, 2, 3, True]
    expected += ["later", "runs when wanted", "wanted", 4]
    as_files = words(FILES)
    assert as_files[0] == "end"
    assert sorted(map(str, as_files[1])) == sorted(map(str, expected))
    assert words({"entry.js": alone}) == ("end", expected)
    assert words({name: bundle.text for name, bundle in beside.items()}) == ("end", expected)
