"""Who gets which answer at the addresses of articles, of their passages and of reviews."""

from tests.access.rows import Row, annotators, editors, members, owner_and_editors, public

ID = "<record_id:public_id>"
MARKING = {"revision": 1, "start": 0, "end": 23, "quote": "The convoy left at dawn"}
VERSION = {"version": 1}

ARTICLES = [
    Row("", "/", public("200"), public("405")),
    Row("articles/", "/articles/", members("200"), members("405")),
    Row("articles/", "/articles/?sort=passages", members("200"), members("405")),
    Row(
        "passages/selected/",
        "/passages/selected/",
        members("405"),
        annotators("303 /search/"),
        {"passages": "{passage}", "do": "delete"},
    ),
    Row(
        "passages/selected/",
        "/passages/selected/",
        members("405"),
        members("303 /passages.csv?ids={passage}"),
        {"passages": "{passage}", "do": "csv"},
    ),
    Row(
        "articles/selected/",
        "/articles/selected/",
        members("405"),
        members("303 /articles/"),
        {"articles": "{article}", "do": "done"},
    ),
    Row(
        "articles/selected/",
        "/articles/selected/?read=unread",
        members("405"),
        annotators("303 /articles/?read=unread"),
        {"articles": "{article}", "do": "assign"},
    ),
    Row(
        f"articles/{ID}/",
        "/articles/{article}/",
        members("301 {article_url}"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/state/",
        "/articles/{article}/state/",
        members("405"),
        members("303 {article_url}"),
        {"state": "done"},
    ),
    Row(
        f"articles/{ID}/assign/",
        "/articles/{article}/assign/",
        members("405"),
        annotators("303 {article_url}"),
    ),
    Row(
        f"articles/{ID}/correct/",
        "/articles/{article}/correct/",
        annotators("200"),
        annotators("303 /corrections/*")
        | dict.fromkeys(("editor", "administrator"), "303 {article_url}"),
        {"text": "The convoy left at dawn.", "reason": "As printed."} | VERSION,
    ),
    Row(
        f"corrections/{ID}/",
        "/corrections/{proposal}/",
        members("200"),
        editors("303 /passages/review/"),
        {"reason": "It is as printed."} | VERSION,
    ),
    Row(f"corrections/{ID}/", "/corrections/{declined}/", members("200"), editors("422")),
    Row(
        f"articles/{ID}/left-out/",
        "/articles/{article}/left-out/",
        editors("200"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/left-out/",
        "/articles/{article}/left-out/?take=-",
        editors("422"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/edit/",
        "/articles/{article}/edit/",
        owner_and_editors("200"),
        owner_and_editors("303 /articles/{article}/other-news/"),
        {"title": "Other news"} | VERSION,
    ),
    Row(
        f"articles/{ID}/compare/",
        "/articles/{article}/compare/",
        members("200"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/compare/",
        "/articles/{article}/compare/?other={corrected}",
        members("302 /articles/{article}/compare/{corrected}/"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/compare/<record_id:other_id>/",
        "/articles/{article}/compare/{corrected}/?pair=1",
        members("200"),
        annotators("303 /articles/{article}/compare/{corrected}/#pair-1"),
        {
            "pair": 1,
            "left_revision": 1,
            "right_revision": 2,
            "statement": "A convoy left",
            "new_origin": "A briefing",
        },
    ),
    Row(
        f"articles/{ID}/revisions/",
        "/articles/{article}/revisions/",
        members("200"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/suggestions/",
        "/articles/{article}/suggestions/",
        members("200"),
        annotators("303 /articles/{article}/suggestions/"),
        {"choice": "dismiss all"},
    ),
    Row(
        f"articles/{ID}/news/",
        "/articles/{article}/news/?since=0-0",
        members("200"),
        members("405"),
    ),
    Row(
        f"articles/{ID}/changes/",
        "/articles/{article}/changes/?since=0-0",
        members("200"),
        members("405"),
    ),
    Row(
        "colleagues/",
        "/colleagues/",
        members("405"),
        members("303 {article_url}"),
        {"colleagues": "hide", "article": "{article}"},
    ),
    Row(f"articles/{ID}/<str:slug>/", "{article_url}", members("200"), members("405")),
    Row(f"articles/{ID}/<str:slug>/", "{article_url}?q=convoy", members("200"), members("405")),
    Row(f"articles/{ID}/<str:slug>/", "{corrected_url}?rev=1", members("200"), members("405")),
    Row(
        f"articles/{ID}/snapshot/", "/articles/{article}/snapshot/", members("200"), members("405")
    ),
]

PASSAGES = [
    Row(
        f"articles/{ID}/passages/",
        "/articles/{article}/passages/?ids={passage}",
        members("200"),
        annotators("303 /passages/*"),
        MARKING,
    ),
    Row(
        f"articles/{ID}/passages/new/",
        "/articles/{article}/passages/new/",
        annotators("200"),
        members("405"),
    ),
    Row(f"passages/{ID}.json", "/passages/{passage}.json", members("200"), members("405")),
    Row(
        f"passages/{ID}/",
        "/passages/{passage}/",
        members("302 {article_url}#passage-{passage}"),
        members("405"),
    ),
    Row(
        f"passages/{ID}/edit/",
        "/passages/{passage}/edit/",
        owner_and_editors("200"),
        owner_and_editors("303 {passage_url}"),
        VERSION,
    ),
    Row(
        f"passages/{ID}/mend/",
        "/passages/{passage}/mend/",
        members("405"),
        owner_and_editors("303 {passage_url}"),
        {"do": "move", "start": 0, "end": 3, "revision": 1} | VERSION,
    ),
    Row(
        f"passages/{ID}/mend/",
        "/passages/{former_passage}/mend/",
        members("405"),
        editors("303 {former_passage_url}"),
        {"do": "split", "at": 10, "revision": 1} | VERSION,
    ),
    Row(
        f"articles/{ID}/passages/tags/",
        "/articles/{article}/passages/tags/",
        annotators("200"),
        owner_and_editors("303 {article_url}") | {"analyst": "422"},
        {"passages": "{passage}", "tags": "convoys"},
    ),
    Row(
        f"passages/{ID}/places/",
        "/passages/{passage}/places/",
        members("200"),
        annotators("303 /passages/{passage}/places/"),
        {"place": "{article} 1 0-3"},
    ),
    Row(
        f"passages/{ID}/places/offer/",
        "/passages/{passage}/places/offer/",
        members("200"),
        members("405"),
    ),
    # Who made it was an analyst once.
    Row(
        f"passages/{ID}/edit/",
        "/passages/{former_passage}/edit/",
        editors("200"),
        editors("303 {former_passage_url}"),
        VERSION,
    ),
    Row(
        f"passages/{ID}/delete/",
        "/passages/{passage}/delete/",
        owner_and_editors("200"),
        owner_and_editors("303 {article_url}"),
    ),
    Row(
        f"passages/{ID}/delete/",
        "/passages/{former_passage}/delete/",
        editors("200"),
        editors("303 {article_url}"),
    ),
]

REVIEWS = [
    Row("passages/review/", "/passages/review/", members("200"), members("405")),
    Row(
        f"articles/{ID}/review/",
        "/articles/{article}/review/",
        annotators("200"),
        annotators("303 /articles/{article}/review/"),
        {"do": "all", "seen": "{passage}-1", "revision": 1},
    ),
    Row(f"passages/{ID}/", "/passages/{lost_passage}/", members("200"), members("405")),
    Row(
        f"passages/{ID}/review/",
        "/passages/{lost_passage}/review/",
        members("405"),
        owner_and_editors("303 {lost_passage_url}"),
        {"do": "place", "start": 0, "end": 3, "revision": 2} | VERSION,
    ),
]

OFFERS = [
    Row(f"offers/{what}/", f"/offers/{what}/?q=a", members("200"), members("405"))
    for what in ("tags", "people", "claims", "sources", "origins", "articles")
]
