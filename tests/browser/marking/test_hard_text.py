"""300 selections over a text that is hard to count: what is stored is what was selected."""

import re

import pytest

from annotations.models import Passage
from corpus.text import normalise
from tests.browser.desk import open_article
from tests.support.factories import make_article, make_user

SOURCE = "\r\n".join(
    [
        "🇦🇫🇺🇸 The family 👨‍👩‍👧‍👦 and the doctor 👩🏽‍⚕️ left Kabul at dawn; 🏳️‍🌈 and 1️⃣ stayed.",
        "",
        "قال الناطق باسم الحكومة إنّ القوات غادرت المدينة، ولم يبقَ أحد ﷺ.",
        "می\u200cخواهند کتاب\u200cها را به خانه\u200cهایشان ببرند؛ نیروها رفته\u200cاند.",
        "",
        "Представитель заявил: «Ёлки и войска ушли». Київ, ўзбек, Ӣсо.",
        "",
        "The oﬃcial ﬁled the ﬂight plan: ﬀ, ﬃ, ĳ, Œuvre, Straße, İstanbul.",
        "Zoe\u0308 at the cafe\u0301 wrote Z\u0351\u036b\u0343algo and क्षि नमस्ते 각 각.",
        "",
        "",
        "Half \ud835\udd38 mathematical 𝔸𝔹 and 𐍈 and 漢字と仮名。שָׁלוֹם \u200fעולם\u200e.",
        "",
        "A last plain paragraph stands here, so that some selections are dull.",
    ]
).replace("\ud835\udd38", "𝔸")

# Draws points between code points of the text's nodes, selects from one to the other, in either
# direction, and saves by the page's own modules.
SELECT_AND_SAVE = """async (count) => {
  const load = (part) => import(performance.getEntriesByType("resource")
    .map(({ name }) => name).find((name) => name.includes(`/js/${part}.`)));
  const [{ readSelection }, { describe }, { request, fragmentOf }] = await Promise.all(
    ["marking/selection_observer", "text/offsets", "ui/fragments"].map(load));
  const text = document.querySelector("[data-article-text]");
  const form = document.querySelector("[data-popup] form");
  let seed = 4;
  const below = (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const points = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    // A reader's selection starts and ends between whole characters, as Chromium has it.
    for (const { index } of new Intl.Segmenter("en").segment(node.data)) points.push([node, index]);
    points.push([node, node.length]);
  }
  const saved = [];
  const made = new Set();
  while (saved.length < count) {
    const first = below(points.length);
    const last = Math.min(points.length - 1, first + 1 + below(saved.length % 3 ? 25 : 160));
    const ends = [points[first], points[last]];
    if (below(2)) ends.reverse();
    const selection = getSelection();
    selection.setBaseAndExtent(...ends[0], ...ends[1]);
    const selected = selection.toString();
    const read = readSelection(text);
    if (!read || made.has(`${first} ${last}`)) continue;
    made.add(`${first} ${last}`);
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(describe(text, read.span))) body.set(name, value);
    body.set("key", crypto.randomUUID());
    const response = await request(form.action, { method: "POST", body });
    if (!response.ok) throw new Error(`${response.status} for ${selected}`);
    const card = (await fragmentOf(response)).querySelector("[data-passage]");
    saved.push([card.id.slice(4), selected]);
  }
  return saved;
}"""

DRAWN = """() => {
  const drawn = {};
  for (const mark of document.querySelectorAll("[data-article-text] mark[data-passages]")) {
    for (const id of mark.dataset.passages.split(/\\s+/)) {
      drawn[id] = (drawn[id] ?? "") + mark.textContent;
    }
  }
  return drawn;
}"""

COUNT = 300


def without_breaks(words):
    """The words without paragraph breaks: a browser writes these in its own way."""
    return re.sub(r"\n{2,}", "", words)


@pytest.mark.usefixtures("modules_as_files")
def test_300_selections_are_stored_and_drawn_as_selected(live_server, page):
    text = normalise(SOURCE).text
    article = make_article(text=text)
    open_article(page, live_server, article, make_user())
    page.wait_for_load_state("load")

    saved = page.evaluate(SELECT_AND_SAVE, COUNT)

    quotes = dict(Passage.objects.values_list("public_id", "quote"))
    assert len(quotes) == COUNT
    assert {key: without_breaks(quote) for key, quote in quotes.items()} == {
        key: without_breaks(selected.strip()) for key, selected in saved
    }
    for passage in Passage.objects.all():
        placement = passage.placements.get()
        assert text[placement.start : placement.end] == passage.quote

    page.reload()

    assert page.evaluate(DRAWN) == {key: without_breaks(quote) for key, quote in quotes.items()}
