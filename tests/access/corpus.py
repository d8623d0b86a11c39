"""Who gets which answer where articles come in, are found again, and tell their history."""

from tests.access.rows import PLURALS, Row, annotators, editors, members, public, some

ID = "<record_id:public_id>"

IMPORTS = [
    Row("import/", "/import/", annotators("200"), annotators("422")),
    Row(
        "import/paste/",
        "/import/paste/",
        annotators("200"),
        annotators("303 /articles/*"),
        {"text": "A pasted article."},
    ),
    # Strangers are asked there to sign in, so that the page in the window is not lost.
    Row(
        "import/page/",
        "/import/page/",
        annotators("200") | {"stranger": "200"},
        public("405"),
    ),
    Row("import/page/read/", "/import/page/read/", members("405"), annotators("422")),
    Row("import/page/save/", "/import/page/save/", members("405"), annotators("422")),
    Row(
        f"import/{ID}/",
        "/import/{job}/",
        editors("200"),
        editors("303 /import/{job}/"),
        {"text": "body"},
    ),
    Row(
        f"import/{ID}/",
        "/import/{previewed_job}/",
        editors("200"),
        editors("303 /import/{previewed_job}/"),
        {"article-1-shown": "1", "article-1-title": "Other news"},
    ),
    Row(f"import/{ID}/move/", "/import/{job}/move/", members("405"), editors("303 /import/{job}/")),
    Row(f"import/{ID}/stop/", "/import/{job}/stop/", members("405"), editors("303 /import/{job}/")),
    Row(
        f"import/{ID}/give-up/",
        "/import/{job}/give-up/",
        members("405"),
        editors("303 /import/{job}/"),
    ),
]

SEARCH = [
    Row("search/concordance/", "/search/concordance/?q=convoy", members("200"), members("405")),
    Row("search/", "/search/?q=convoy", members("200"), members("405")),
    Row("search/", "/search/?q=convoy&group=claims", members("200"), members("405")),
    Row("search/facets/", "/search/facets/?q=convoy", members("200"), members("405")),
    Row("search/complete/", "/search/complete/?q=tag:a&at=5", members("200"), members("405")),
    Row(
        "search/saved/",
        "/search/saved/",
        members("405"),
        members("303 /search/?q=convoy"),
        {"name": "Convoys", "query": "q=convoy"},
    ),
    # One's own search alone.
    Row(
        f"search/saved/{ID}/forget/",
        "/search/saved/{saved_search}/forget/",
        members("405"),
        some("owner", answer="303 /search/", others="404"),
    ),
]

HISTORIES = [
    Row(f"{kind}/{ID}/history/", f"/{kind}/{{{name}}}/history/", members("200"), members("405"))
    for name, kind in PLURALS.items()
]
