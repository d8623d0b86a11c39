"""Pages relative to their baselines."""

from annotations.models import Claim
from corpus.models import Article
from tests.bench.measuring import Line, against, interleaved, timed

# Milliseconds of the bare signed-in page of 40 kB on the reference machine of the bars.
BARE_SIZE, BARE_SECONDS = 40_000, 0.0015
# Milliseconds there, by the number of passages.
READING_BARS = {0: 15, 100: 27, 1000: 60}
DEEP = 9_000
RATIO, LIST_RATIO, DEEP_RATIO, UNCHANGED_RATIO = 5, 4, 1.2, 2


def size_of(client, path):
    _, status, _, content = client.get(path)
    if status != 200:
        raise RuntimeError(f"{path} answers {status}.")
    return len(content)


def beside(client, path, yardstick, *others):
    """Return the medians of a page, of its baseline with equally many bytes, and of others."""
    bare = f"{yardstick}?bytes={size_of(client, path)}"
    return interleaved(timed(client, path), timed(client, bare), *others)


def reading_lines(world, client):
    bare_page = timed(client, f"/yardstick/articles/{world.plain.pk}/?bytes={BARE_SIZE}")
    [bare] = interleaved(bare_page)
    yield Line("bare signed-in page of 40 kB", bare * 1000, "ms")
    for number, bar in READING_BARS.items():
        article = world.marked[number]
        address = article.get_absolute_url()
        path = f"/yardstick/articles/{article.pk}/"
        taken, yardstick, bare = beside(client, address, path, bare_page)
        what = f"reading page, {number:,} passages"
        yield from against(what, taken, yardstick, RATIO, bar * bare / BARE_SECONDS)


def list_lines(world, client):
    article = Article.objects.order_by("-sort_key")[DEEP]
    claim = Claim.objects.order_by("-pk")[DEEP]
    lists = [("articles", article.sort_key), ("claims", claim.public_id)]
    for name, key in lists:
        first, yardstick = beside(client, f"/{name}/", f"/yardstick/{name}/")
        yield from against(f"list of 10,000 {name}", first, yardstick, LIST_RATIO)
        deep = f"/{name}/?before={key}"
        first, taken = interleaved(timed(client, f"/{name}/"), timed(client, deep))
        yield Line(f"its page {DEEP // 30} beside its first", taken / first, "x", DEEP_RATIO)


def permalink_lines(world, stranger):
    address = world.published.get_absolute_url()
    bare = f"/yardstick/claims/{world.published.pk}/?bytes={size_of(stranger, address)}"
    _, _, headers, _ = stranger.get(address)
    unchanged = timed(stranger, address, 304, **{"If-None-Match": headers["ETag"]})
    taken, again, yardstick = interleaved(
        timed(stranger, address), unchanged, timed(stranger, bare)
    )
    yield from against("claim permalink, a stranger", taken, yardstick, LIST_RATIO)
    yield from against("the same unchanged, 304", again, yardstick, UNCHANGED_RATIO)
