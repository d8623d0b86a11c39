"""A saved passage comes as its own words alone: the page is then as if it were opened anew."""

from random import Random
from uuid import uuid4

import pytest

from annotations.models import Passage
from annotations.passages import editing
from tests.browser.desk import open_article
from tests.support.acts import act
from tests.support.factories import EDITORS, make_article, make_passage, make_tag, make_user

TEXT = "\n\n".join(
    [
        "🇦🇫 The family 👨‍👩‍👧‍👦 left Kabul at dawn; 𝔸𝔹 and 𐍈 <stayed> & waited. " * 2,
        "قال الناطق باسم الحكومة إنّ القوات غادرت المدينة، ولم يبقَ أحد ﷺ.\nنیروها رفته\u200cاند.",
        "province\tdistricts\nHerat\t12\nKunduz\t9",
        "Short.",
        "Zoe\u0308 at the cafe\u0301 wrote of the troops, and the troops of the road. " * 3,
    ]
)

# Saves or deletes as the page's scripts do, and applies the answer. Resolves to its status.
POST = """async ([url, fields]) => {
  const load = (part) => import(performance.getEntriesByType("resource")
    .map(({ name }) => name).find((name) => name.includes(`/js/${part}.`)));
  const [{ applyFragment }, { request, fragmentOf }] = await Promise.all(
    ["reading/apply_fragment", "ui/fragments"].map(load));
  const body = new URLSearchParams(fields);
  const response = await request(url, { method: "POST", body });
  if (response.ok) await applyFragment((await fragmentOf(response)).querySelector("[data-saved]"));
  return response.status;
}"""

# [the text and legend of the open page, those of the page as it is opened now], without what
# scripts say of a moment.
PAGES = """async () => {
  const address = location.pathname + location.search;
  const opened = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  return [document, opened].map((page) => {
    const parts = ["[data-article-text]", "[data-legend]"].map((name) => page.querySelector(name));
    return parts.map((part) => {
      const copy = part.cloneNode(true);
      for (const each of copy.querySelectorAll("*")) {
        for (const name of ["data-open", "data-lit", "data-out"]) each.removeAttribute(name);
      }
      return copy.innerHTML;
    });
  });
}"""


@pytest.fixture
def fetched(page):
    """The addresses that the scripts of the open page ask for."""
    addresses = []

    def keep(request):
        if "hx-request" in request.headers:
            addresses.append(request.url)

    page.on("request", keep)
    return addresses


def pages_fetched(article, addresses):
    return [each for each in addresses if each.endswith(article.get_absolute_url())]


@pytest.fixture
def reader(page, live_server, modules_as_files):
    """A member who reads an article; `save` marks words and returns the status of the answer."""

    class Reader:
        member = make_user()

        def open(self, article, query=""):
            self.article = article
            open_article(page, live_server, article, self.member)
            if query:
                page.goto(f"{page.url}?q={query}")

        def save(self, start, end, tag="", key=None):
            fields = {"revision": 1, "start": start, "end": end, "tags": tag}
            fields |= {"quote": self.article.text[start:end], "key": str(key or uuid4())}
            url = f"/articles/{self.article.public_id}/passages/"
            return page.evaluate(POST, [url, fields])

        def delete(self, passage):
            return page.evaluate(POST, [f"/passages/{passage.public_id}/delete/", {}])

        def pages(self):
            return page.evaluate(PAGES)

    return Reader()


def random_spans(text, seed, longest):
    """Spans without white space at their ends, which is how a page sends them."""
    random = Random(seed)
    while True:
        start = random.randrange(len(text))
        end = min(len(text), start + 1 + int(longest * random.random() ** 2))
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            yield start, start + len(words.strip())


@pytest.mark.parametrize("query", ["", "troops"])
def test_page_after_each_save_is_as_if_opened_anew(reader, fetched, query):
    random = Random(1)
    article = make_article(text=TEXT)
    for hue in range(1, 6):
        make_tag(f"tag {hue}", hue=hue)
    joined = make_passage(article, "family", by=reader.member)
    for word in ("dawn", "waited", "road"):
        piece = TEXT.index(word), TEXT.index(word) + len(word)
        act(reader.member, editing.add_piece, joined, piece, 1, joined.version)
    reader.open(article, query)

    spans = random_spans(TEXT, 2, 120)
    for number in range(70):
        start, end = next(spans)
        tag = random.choice(["", *(f"tag {hue}" for hue in range(1, 6))])
        assert reader.save(start, end, tag) in (200, 409)
        if number % 12 == 11:
            one = random.choice(list(Passage.objects.present().filter(article=article)))
            assert reader.delete(one) == 200
        shown, opened = reader.pages()
        assert shown == opened, (number, start, end)
    # Only what lies between two pieces of a passage needs more than the words themselves.
    assert len(pages_fetched(article, fetched)) == 2


WORDS = "One two three four five six seven eight nine ten."


@pytest.mark.parametrize(
    "change",
    [
        lambda article, old: make_passage(article, "three four"),
        lambda article, old: make_passage(article, "four five six seven"),
        lambda article, old: act(make_user(EDITORS), old.remove),
    ],
    ids=["new inside", "new across an end", "deleted"],
)
def test_paragraph_that_colleagues_changed_is_fetched(reader, fetched, change):
    article = make_article(text=WORDS)
    old = make_passage(article, "two three")
    reader.open(article)
    change(article, old)
    fetched.clear()

    assert reader.save(8, 23) == 200

    assert len(pages_fetched(article, fetched)) == 1
    shown, opened = reader.pages()
    assert shown == opened


def test_words_alone_are_enough_where_colleagues_changed_others(reader, fetched):
    article = make_article(text=WORDS)
    reader.open(article)
    make_passage(article, "nine")
    fetched.clear()

    assert reader.save(8, 23) == 200

    assert pages_fetched(article, fetched) == []


def test_answer_that_comes_twice_draws_once(reader, fetched):
    article, key = make_article(text=WORDS), uuid4()
    reader.open(article)
    assert reader.save(8, 23, key=key) == 200
    fetched.clear()

    assert reader.save(8, 23, key=key) == 200

    assert pages_fetched(article, fetched) == []
    shown, opened = reader.pages()
    assert shown == opened


def test_lane_between_the_pieces_of_a_passage_is_taken(reader):
    article = make_article(text=WORDS)
    joined = make_passage(article, "One", by=reader.member)
    act(reader.member, editing.add_piece, joined, (44, 48), 1, joined.version)
    reader.open(article)

    assert reader.save(8, 23) == 200

    shown, opened = reader.pages()
    assert shown == opened


def test_hit_that_a_passage_split_is_whole_again_once_it_is_gone(reader):
    article = make_article(text=WORDS)
    reader.open(article, "three")
    assert reader.save(8, 11) == 200
    shown, opened = reader.pages()
    assert shown == opened

    assert reader.delete(Passage.objects.get()) == 200

    shown, opened = reader.pages()
    assert shown == opened
