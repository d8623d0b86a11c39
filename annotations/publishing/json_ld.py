"""Pure: the schema.org description of a published claim, from its frozen record.

Sources: https://schema.org/Claim and https://schema.org/ClaimReview. No
values are invented: a verdict is text, so its rating has text and no number.
"""

import json
from collections.abc import Iterable, Iterator

from annotations.publishing.counting import REPORTS
from annotations.publishing.record import Json

CONTEXT = "https://schema.org"
DESK = "Twosource"


def json_ld_of(record: Json, address: str, permanent: str, site: str) -> Json:
    """The record as one object: a Claim or, if it has a verdict, a ClaimReview of it.

    Addresses are absolute: `address` is canonical, `permanent` has no slug and never changes,
    `site` is that of the desk.
    """
    claim = _without_empty(
        {
            "@type": "Claim",
            "@id": f"{permanent}#claim",
            "text": record["statement"],
            "author": _author(record),
            "dateCreated": record["said"],
            "appearance": _appearances(record),
            "keywords": [tag["name"] for tag in record["tags"]],
        }
    )
    publication = {
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": record["published_at"],
        "version": str(record["number"]),
    }
    desk = {"@type": "Organization", "name": DESK, "url": f"{site}/"}
    if not record["verdict"]:
        return {
            "@context": CONTEXT,
            **claim,
            "name": record["statement"],
            **publication,
            "sdPublisher": desk,
        }
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": f"{permanent}#review",
        "claimReviewed": record["statement"],
        "itemReviewed": claim,
        "reviewRating": {"@type": "Rating", "alternateName": record["verdict"]},
        "author": desk,
        **publication,
    }


def dumps(objects: Iterable[Json]) -> Iterator[bytes]:
    """Yield one document in UTF-8 with several objects of `json_ld_of`."""
    separator = f'{{"@context": "{CONTEXT}", "@graph": ['
    for each in objects:
        node = {name: value for name, value in each.items() if name != "@context"}
        yield f"{separator}\n{json.dumps(node, ensure_ascii=False)}".encode()
        separator = ","
    yield (separator if separator != "," else "").encode() + b"\n]}\n"


def _author(record: Json) -> Json | None:
    """The speaker; an attribution names no one and is not an author."""
    speaker = record["speaker"]
    if speaker is None:
        return None
    kind = "Person" if speaker["kind"] == "person" else "Organization"
    return {"@type": kind, "name": speaker["name"]}


def _appearances(record: Json) -> list[Json]:
    """The articles that report the claim, each once."""
    articles = {
        part["article"]["id"]: part["article"]
        for part in record["evidence"]
        if part["stance"] == REPORTS
    }
    return [_article(article) for article in articles.values()]


def _article(article: Json) -> Json:
    source = article["source"]
    return _without_empty(
        {
            "@type": "Article",
            "headline": article["title"] if article["has_title"] else None,
            "url": article["url"],
            "datePublished": article["published"],
            "inLanguage": article["language"],
            "publisher": {"@type": "Organization", "name": source["name"]} if source else None,
        }
    )


def _without_empty(fields: Json) -> Json:
    return {name: value for name, value in fields.items() if value}
