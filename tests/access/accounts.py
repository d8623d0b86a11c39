"""Who gets which answer at the addresses of members and of accounts."""

from tests.access.rows import Row, members, public, some

PASSWORDS = dict.fromkeys(("new_password1", "new_password2"), "a sentence nobody would guess")


def administrators(answer):
    return some("administrator", answer=answer)


ACCOUNTS = [
    Row("account/", "/account/", members("200"), members("303 /account/"), {"first_name": "Bea"}),
    Row("account/password/", "/account/password/", members("200"), members("422")),
    # Whoever has the link may use it, and nobody else gets anywhere.
    Row(
        "account/<int:pk>/<str:token>/",
        "/account/{invited_pk}/{token}/",
        public("200"),
        public("303 /"),
        PASSWORDS,
    ),
    Row(
        "account/<int:pk>/<str:token>/",
        "/account/{user_pk}/{token}/",
        public("410"),
        public("410"),
        PASSWORDS,
    ),
    Row("members/", "/members/", members("200"), members("405")),
    Row("members/<int:pk>/", "/members/{user_pk}/", members("200"), members("405")),
    Row("members/invite/", "/members/invite/", administrators("200"), administrators("422")),
    Row(
        "members/<int:pk>/link/",
        "/members/{user_pk}/link/",
        members("405"),
        administrators("303 /members/{user_pk}/link/*"),
    ),
    Row(
        "members/<int:pk>/link/<slug:receipt>/",
        "/members/{user_pk}/link/none/",
        administrators("410"),
        members("405"),
    ),
    Row(
        "members/<int:pk>/group/",
        "/members/{user_pk}/group/",
        administrators("200"),
        administrators("303 /members/{user_pk}/"),
        {"group": "Analysts"},
    ),
    *(
        Row(
            f"members/<int:pk>/{act}/",
            f"/members/{{user_pk}}/{act}/",
            opened,
            administrators("303 /members/{user_pk}/"),
        )
        for act, opened in (("close", administrators("200")), ("open", members("405")))
    ),
]
