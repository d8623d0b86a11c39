"""Who gets which answer at every address of the desk. A new address needs its row here."""

from annotations.exports.export import NOUNS, SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.formats.registry import WRITTEN
from tests.access.accounts import ACCOUNTS
from tests.access.articles import ARTICLES, OFFERS, PASSAGES, REVIEWS
from tests.access.corpus import HISTORIES, IMPORTS, SEARCH
from tests.access.rows import Row, annotators, editors, members, owner_and_editors, public, some

ID = "<record_id:public_id>"
VERSION = {"version": 1}
NAMED = {"sources": "source", "people": "person", "tags": "tag"}
STATEMENT = {"statement": "A claim", "attribution": "some"}


def source_keepers(answer):
    return some("keeper", "editor", "administrator", answer=answer)


CLAIMS_READ = [
    Row("claims/", "/claims/", public("200"), public("405")),
    Row("claims/", "/claims/?q=convoy&speaker=Nobody", public("200"), public("405")),
    Row("claims/", "/claims/?q=-convoy&since=2021&until=2020", public("200"), public("405")),
    Row(f"claims/{ID}/", "/claims/{published}/", public("301 {published_url}"), public("405")),
    Row(f"claims/{ID}/<str:slug>/", "{published_url}", public("200"), public("405")),
    Row(
        f"claims/{ID}/",
        "/claims/{draft}/",
        members("301 {draft_url}") | {"stranger": "404"},
        public("405"),
    ),
    Row(
        f"claims/{ID}/<str:slug>/",
        "{draft_url}",
        members("200") | {"stranger": "404"},
        public("405"),
    ),
    Row(
        f"claims/{ID}/",
        "/claims/{withdrawn}/",
        members("301 {withdrawn_url}") | {"stranger": "410"},
        public("405"),
    ),
    Row(
        f"claims/{ID}/<str:slug>/",
        "{withdrawn_url}",
        members("200") | {"stranger": "410"},
        public("405"),
    ),
    Row(f"claims/{ID}.jsonld", "/claims/{published}.jsonld", public("200"), public("405")),
    Row(f"claims/{ID}.jsonld", "/claims/{draft}.jsonld", public("404"), public("405")),
    Row(f"claims/{ID}.jsonld", "/claims/{withdrawn}.jsonld", public("410"), public("405")),
]

CLAIMS_CHANGED = [
    Row("claims/new/", "/claims/new/", annotators("200"), annotators("302 /claims/*"), STATEMENT),
    Row(
        f"claims/{ID}/edit/",
        "/claims/{draft}/edit/",
        annotators("200"),
        annotators("302 /claims/{draft}/*"),
        STATEMENT | VERSION,
    ),
    Row(
        f"claims/{ID}/publish/",
        "/claims/{draft}/publish/",
        members("405"),
        editors("302 {draft_url}"),
    ),
    Row(
        f"claims/{ID}/ready/",
        "/claims/{draft}/ready/",
        members("405"),
        annotators("302 {draft_url}"),
    ),
    Row(
        f"claims/{ID}/withdraw/",
        "/claims/{published}/withdraw/",
        editors("200"),
        editors("302 {published_url}"),
        {"reason": "The document was forged."},
    ),
    Row(
        f"claims/{ID}/send-back/",
        "/claims/{draft}/send-back/",
        editors("200"),
        editors("302 {draft_url}"),
        {"reason": "Who said so?"},
    ),
    Row(
        f"claims/{ID}/relations/",
        "/claims/{draft}/relations/",
        members("405"),
        annotators("302 {draft_url}#relations"),
        {"kind": "supports", "claim": "{published}"},
    ),
    Row(
        f"evidence/{ID}/edit/",
        "/evidence/{evidence}/edit/",
        annotators("200"),
        annotators("302 {draft_url}"),
        VERSION,
    ),
    Row(
        f"evidence/{ID}/remove/",
        "/evidence/{evidence}/remove/",
        annotators("200"),
        annotators("302 {draft_url}"),
    ),
    Row(
        f"relations/{ID}/remove/",
        "/relations/{relation}/remove/",
        annotators("200"),
        annotators("302 {draft_url}"),
    ),
]

SOURCES_PEOPLE_TAGS = [
    *(Row(f"{what}/", f"/{what}/", members("200"), members("405")) for what in NAMED),
    *(
        Row(
            f"{what}/{ID}/",
            f"/{what}/{{{name}}}/",
            members(f"301 {{{name}_url}}"),
            members("405"),
        )
        for what, name in NAMED.items()
    ),
    *(
        Row(f"{what}/{ID}/<str:slug>/", f"{{{name}_url}}", members("200"), members("405"))
        for what, name in NAMED.items()
    ),
    # Whoever was merged into another leads there.
    Row(f"people/{ID}/", "/people/{merged}/", members("302 {other_person_url}"), members("405")),
    Row(
        f"people/{ID}/merge/",
        "/people/{person}/merge/",
        editors("200"),
        editors("303 {other_person_url}"),
        {"into": "{other_person}"} | VERSION,
    ),
    Row(
        f"people/{ID}/unmerge/",
        "/people/{merged}/unmerge/",
        members("405"),
        editors("303 {merged_url}"),
    ),
]

EXPORTS = [
    *(
        Row(f"{noun}.{suffix}", f"/{noun}.{suffix}", members("200"), members("405"))
        for noun in NOUNS
        for suffix in SUFFIXES
    ),
    *(
        Row(f"passages.{name}", f"/passages.{name}", members("200"), members("405"))
        for name in WRITTEN
    ),
    *(
        Row(f"{noun}.{name}", f"/{noun}.{name}", members("200"), members("405"))
        for noun, formats in REFERENCE_FORMATS.items()
        for name in formats
    ),
    *(
        Row(f"exports/{noun}/", f"/exports/{noun}/", members("200"), members("405"))
        for noun in NOUNS
    ),
    Row(
        "exports/<str:name>.xlsx",
        f"/exports/1-passages-{'0' * 32}.xlsx",
        members("404"),
        members("405"),
    ),
    Row("articles.csv", "/articles.csv?source=nobody", members("422"), members("405")),
]

ANNOTATION_IMPORTS = [
    Row("passages/import/", "/passages/import/", annotators("200"), annotators("422")),
    Row(
        f"passages/import/{ID}/",
        "/passages/import/{annotation_job}/",
        owner_and_editors("200"),
        members("405"),
    ),
    *(
        Row(
            f"passages/import/{ID}/{verb}/",
            f"/passages/import/{{annotation_job}}/{verb}/",
            members("405"),
            owner_and_editors("303 /passages/import/{annotation_job}/"),
        )
        for verb in ("move", "start", "stop", "cancel")
    ),
]

CODEBOOK = [
    Row("tags.csv", "/tags.csv", members("200"), members("405")),
    Row("tags.json", "/tags.json", members("200"), members("405")),
    Row("tags.qdc", "/tags.qdc", members("200"), members("405")),
    Row("tags/new/", "/tags/new/", annotators("200"), annotators("303 /tags/*"), {"name": "x"}),
    Row("tags/import/", "/tags/import/", editors("200"), editors("422")),
    Row(
        f"tags/import/{ID}/",
        "/tags/import/{codebook_job}/",
        editors("200"),
        members("405"),
    ),
    Row(
        f"tags/import/{ID}/move/",
        "/tags/import/{codebook_job}/move/",
        members("405"),
        editors("303 /tags/import/{codebook_job}/"),
    ),
    Row(
        f"tags/import/{ID}/stop/",
        "/tags/import/{codebook_job}/stop/",
        members("405"),
        editors("303 /tags/import/{codebook_job}/"),
    ),
    Row(
        f"tags/{ID}/edit/",
        "/tags/{tag}/edit/",
        owner_and_editors("200"),
        owner_and_editors("303 /tags/{tag}/*"),
        {"name": "Another name"} | VERSION,
    ),
    Row(
        f"tags/{ID}/delete/",
        "/tags/{tag}/delete/",
        owner_and_editors("200"),
        owner_and_editors("303 /tags/"),
    ),
    # What was merged into another leads there.
    Row(f"tags/{ID}/", "/tags/{merged_tag}/", members("302 {other_tag_url}"), members("405")),
    Row(
        f"tags/{ID}/merge/",
        "/tags/{tag}/merge/",
        owner_and_editors("200"),
        owner_and_editors("303 {other_tag_url}"),
        {"into": "{other_tag}"} | VERSION,
    ),
    Row(
        f"tags/{ID}/unmerge/",
        "/tags/{merged_tag}/unmerge/",
        members("405"),
        editors("303 {merged_tag_url}"),
    ),
]

RECORDS = [
    *(
        Row(
            f"{what}/new/",
            f"/{what}/new/",
            who("200"),
            who(f"303 /{what}/*"),
            {"name": "A new name", "kind": kind},
        )
        for what, kind, who in (
            ("sources", "", editors),
            ("people", "person", annotators),
            ("origins", "briefing", annotators),
        )
    ),
    *(
        Row(
            f"{what}/{ID}/edit/",
            f"/{what}/{{{name}}}/edit/",
            who("200"),
            who(f"303 /{what}/*"),
            {"name": "Another name", "kind": kind, "version": version},
        )
        for what, name, kind, version, who in (
            ("sources", "source", "", 2, source_keepers),
            ("people", "person", "group", 1, editors),
            ("origins", "origin", "briefing", 1, editors),
        )
    ),
    Row("origins/", "/origins/", members("200"), members("405")),
    Row(f"origins/{ID}/", "/origins/{origin}/", members("200"), members("405")),
    Row(
        f"origins/{ID}/merge/",
        "/origins/{origin}/merge/",
        editors("200"),
        editors("303 /origins/{other_origin}/"),
        {"into": "{other_origin}"} | VERSION,
    ),
    Row(
        f"sources/{ID}/merge/",
        "/sources/{source}/merge/",
        source_keepers("200"),
        source_keepers("303 {other_source_url}"),
        {"into": "{other_source}", "version": 2},
    ),
    Row(
        f"sources/{ID}/grade/",
        "/sources/{source}/grade/",
        source_keepers("200"),
        source_keepers("303 {source_url}"),
        {"letter": "C", "reason": "As read.", "graded_on": "2021-08-05"},
    ),
]

# Whoever did it, as long as they may do such a thing, and editors.
UNDOING = [
    Row(
        "actions/<int:pk>/undo/",
        "/actions/{action_pk}/undo/",
        owner_and_editors("200"),
        owner_and_editors("303 /passages/{undoable}/"),
    ),
    # Who did it was an analyst once.
    Row(
        "actions/<int:pk>/undo/",
        "/actions/{former_action_pk}/undo/",
        editors("200"),
        editors("303 /passages/{former_undoable}/"),
    ),
    # There is nothing of theirs to undo or redo: whoever has no right has nothing either.
    Row(
        f"articles/{ID}/undo/",
        "/articles/{article}/undo/",
        members("405"),
        some("owner", answer="303 {article_url}", others="409"),
    ),
    Row(f"articles/{ID}/redo/", "/articles/{article}/redo/", members("405"), members("409")),
    Row("members/<int:pk>/history/", "/members/{user_pk}/history/", members("200"), members("405")),
]

SIGN_IN_AND_HEALTH = [
    Row(
        "sign-in/",
        "/sign-in/",
        public("302 /") | {"stranger": "200"},
        public("302 /") | {"stranger": "200"},
    ),
    Row("sign-out/", "/sign-out/", members("405"), members("302 /sign-in/")),
    Row("help/", "/help/", public("200"), public("405")),
    Row("healthz", "/healthz", public("200"), public("405")),
    Row("readyz", "/readyz", public("200"), public("405")),
]

TABLE = [
    *ARTICLES,
    *IMPORTS,
    *PASSAGES,
    *REVIEWS,
    *OFFERS,
    *CLAIMS_READ,
    *CLAIMS_CHANGED,
    *SOURCES_PEOPLE_TAGS,
    *EXPORTS,
    *ANNOTATION_IMPORTS,
    *CODEBOOK,
    *RECORDS,
    *UNDOING,
    *HISTORIES,
    *SEARCH,
    *SIGN_IN_AND_HEALTH,
    *ACCOUNTS,
]
