"""Random acts of a member and a colleague: the page ends as a fresh load shows it."""

from random import Random

import pytest

from annotations.models import Passage
from tests.browser.desk import eventually, open_article, wait_until_saved
from tests.browser.marking.test_order_of_changes import PAGES
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(f"Paragraph {n} says that convoy {n} left at dawn, late." for n in range(1, 4))
ACTS = 40

# Posts a change as the page's scripts do, without waiting for its answer.
CHANGE = """([url, fields]) => {
  const module = performance.getEntriesByType("resource").map(({ name }) => name)
    .find((name) => name.includes("/js/reading/undo."));
  import(module).then(({ submitChange }) => submitChange(url, fields));
}"""
SELECT = """([n, start, end]) => {
  const paragraph = document.querySelectorAll("[data-article-text] p")[n];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const pointAt = (offset) => {
    for (const node of nodes) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
  };
  getSelection().setBaseAndExtent(...pointAt(start), ...pointAt(end));
}"""
CHECK_FOR_NEWS = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.mark.parametrize("seed", range(1, 3))
def test_page_ends_as_it_is_opened_anew(live_server, page, complaints, seed):
    random = Random(seed)
    ada, bob = make_user(username="ada"), make_user(username="bob")
    for digit, name in enumerate(("one", "two", "three"), 1):
        make_tag(name, digit=digit)
    article = make_article(text=TEXT)
    open_article(page, live_server, article, ada)
    of_ada = Passage.objects.present().filter(created_by=ada)
    colleagues = Passage.objects.present().filter(created_by=bob)

    def words():
        n = random.randrange(3)
        parts = TEXT.split("\n\n")[n].split()
        first = random.randrange(len(parts) - 2)
        quote = " ".join(parts[first : first + random.randint(1, 3)])
        start = TEXT.split("\n\n")[n].index(quote)
        return n, start, start + len(quote), quote

    def mark():
        n, start, end, _ = words()
        page.evaluate("getSelection().removeAllRanges()")
        page.evaluate(SELECT, [n, start, end])
        # It stays closed where a script selects again what was saved last.
        if not eventually(page, page.locator("[data-popup]").is_visible, True):
            return
        page.keyboard.press(str(random.randint(1, 3)))
        # Where the words are marked already the popup stays: the tag is added to the passage.
        page.wait_for_timeout(random.choice((0, 50, 300)))
        if page.locator("[data-popup]").is_visible():
            page.keyboard.press("Escape")

    def change(path, fields):
        passage = random.choice([*of_ada, None])
        if passage:
            fields = {name: value or passage.public_id for name, value in fields.items()}
            page.evaluate(CHANGE, [path.format(passage.public_id), fields])

    def colleague_deletes():
        passage = random.choice([*colleagues, None])
        if passage:
            act(bob, passage.remove)

    def show_news():
        page.evaluate(CHECK_FOR_NEWS)
        page.wait_for_timeout(300)
        page.evaluate("document.querySelector('[data-show]')?.click()")

    def go_offline():
        page.context.set_offline(True)
        mark()
        page.wait_for_timeout(random.choice((0, 300)))
        page.context.set_offline(False)

    tags = f"/articles/{article.public_id}/passages/tags/"
    acts = [
        *[mark] * 6,
        *[lambda: page.keyboard.press("Control+z")] * 3,
        *[lambda: page.keyboard.press("Control+Shift+z")] * 2,
        *[lambda: change("/passages/{}/delete/", {})] * 2,
        *[lambda: change(tags, {"passages": "", "tags": random.choice(("one", "two"))})] * 2,
        *[lambda: make_passage(article, words()[3], by=bob, tags=["two"])] * 2,
        colleague_deletes,
        *[show_news] * 2,
        go_offline,
        lambda: page.wait_for_timeout(200),
    ]
    for _ in range(ACTS):
        random.choice(acts)()
    for refused in page.locator(".unsent [data-drop]").all():
        refused.click()
    wait_until_saved(page)

    def is_as_opened_anew():
        show_news()
        shown, opened = page.evaluate(PAGES)
        return shown == opened

    eventually(page, is_as_opened_anew, True)
    shown, opened = page.evaluate(PAGES)
    assert shown == opened
    complaints.clear()
