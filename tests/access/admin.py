"""Who gets which answer in the admin: by one rule for each kind of record."""

from tests.access.rows import PLURALS, Row, editors, members, some

RECORDS = {
    "corpus/article": "article",
    "corpus/person": "person",
    "corpus/source": "source",
    "annotations/claim": "claim",
    "annotations/origin": "origin",
    "annotations/passage": "passage",
    "annotations/tag": "tag",
}


def everybody_there(answer):
    """Whoever may enter the admin at all."""
    return some("keeper", "editor", "administrator", answer=answer)


def administrators(answer):
    return some("administrator", answer=answer)


def rows_of_record(kind, name):
    """The pages of one kind of record; who may change sources and nothing else is refused."""
    pages, path = f"admin/{kind}/", f"/admin/{kind}/{{{name}_pk}}/"
    changes = everybody_there if name == "source" else editors
    added = members("403") if name == "passage" else editors("200")
    chosen = {"action": "delete_selected", "_selected_action": f"{{{name}_pk}}", "post": "yes"}
    # The keeper of sources may not delete: no such action is offered, and the list comes again.
    deleted = editors(f"302 /{pages}")
    if name == "source":
        deleted |= {"keeper": "200"}
    sent_on = everybody_there(f"302 {path}change/")
    history = everybody_there(f"302 /{PLURALS[name]}/{{{name}}}/history/")
    return [
        Row(pages, f"/{pages}", changes("200"), deleted, chosen),
        Row(f"{pages}add/", f"/{pages}add/", added, added),
        # A form without the version that it was opened with conflicts with any other.
        Row(f"{pages}<path:object_id>/change/", f"{path}change/", changes("200"), changes("409")),
        Row(
            f"{pages}<path:object_id>/delete/",
            f"{path}delete/",
            editors("200"),
            editors(f"302 /{pages}"),
            {"post": "yes"},
        ),
        Row(f"{pages}<path:object_id>/history/", f"{path}history/", history, history),
        Row(f"{pages}<path:object_id>/", path, sent_on, sent_on),
    ]


def rows_of_accounts():
    user, group = "/admin/auth/user/{user_pk}/", "/admin/auth/group/{group_pk}/"
    users, groups = "admin/auth/user/", "admin/auth/group/"
    to_user, to_group = (
        everybody_there(f"302 {user}change/"),
        everybody_there(f"302 {group}change/"),
    )
    return [
        Row(users, f"/{users}", administrators("200"), administrators("200")),
        Row(f"{users}add/", f"/{users}add/", administrators("200"), administrators("200")),
        Row(f"{users}<id>/password/", f"{user}password/", *2 * [administrators("200")]),
        Row(f"{users}<path:object_id>/change/", f"{user}change/", *2 * [administrators("200")]),
        Row(f"{users}<path:object_id>/delete/", f"{user}delete/", *2 * [members("403")]),
        Row(f"{users}<path:object_id>/history/", f"{user}history/", *2 * [administrators("200")]),
        Row(f"{users}<path:object_id>/", user, to_user, to_user),
        Row(groups, f"/{groups}", administrators("200"), administrators("200")),
        Row(f"{groups}add/", f"/{groups}add/", members("403"), members("403")),
        Row(
            f"{groups}<path:object_id>/change/",
            f"{group}change/",
            administrators("200"),
            members("403"),
        ),
        Row(f"{groups}<path:object_id>/delete/", f"{group}delete/", *2 * [members("403")]),
        Row(f"{groups}<path:object_id>/history/", f"{group}history/", *2 * [administrators("200")]),
        Row(f"{groups}<path:object_id>/", group, to_group, to_group),
    ]


OFFERS = "/admin/autocomplete/?app_label=annotations&model_name=claim&field_name=speaker"
SITE = [
    Row("admin/", "/admin/", everybody_there("200"), everybody_there("200")),
    Row(
        "admin/login/",
        "/admin/login/",
        everybody_there("302 /admin/") | {"stranger": "302 /sign-in/?next=/admin/"},
        everybody_there("302 /admin/") | {"stranger": "302 /sign-in/?next=/admin/"},
    ),
    Row("admin/logout/", "/admin/logout/", members("405"), members("302 /sign-in/")),
    Row("admin/password_change/", "/admin/password_change/", *2 * [everybody_there("200")]),
    Row(
        "admin/password_change/done/",
        "/admin/password_change/done/",
        everybody_there("200"),
        everybody_there("405"),
    ),
    Row("admin/autocomplete/", OFFERS, editors("200"), everybody_there("405")),
    Row("admin/jsi18n/", "/admin/jsi18n/", everybody_there("200"), everybody_there("405")),
    Row(
        "admin/r/<path:content_type_id>/<path:object_id>/",
        "/admin/r/{article_type}/{article_pk}/",
        *2 * [everybody_there("302 http://testserver{article_url}")],
    ),
    Row(
        "admin/^(?P<app_label>auth|corpus|annotations)/$",
        "/admin/auth/",
        administrators("200") | {"keeper": "404", "editor": "404"},
        administrators("200") | {"keeper": "404", "editor": "404"},
    ),
    Row("admin/(?P<url>.*)$", "/admin/nowhere/", *2 * [everybody_there("404")]),
]

TABLE = [*SITE, *rows_of_accounts()]
for kind, name in RECORDS.items():
    TABLE += rows_of_record(kind, name)
