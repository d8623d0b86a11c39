"""What the members of each group may do, in words."""

WITHOUT_GROUP = "Reads what members read and notes how far. Cannot mark, write or change anything."
EVERYTHING = "May do everything."
WORDS = {
    "Analysts": (
        "Marks passages, drafts claims, adds tags and people, imports articles and edits their"
        " facts, proposes corrections."
    ),
    "Editors": (
        "As analysts; also corrects texts, edits sources, people and tags, publishes and withdraws"
        " claims, and changes what others marked."
    ),
    "Administrators": "As editors; also invites members, resets passwords and closes accounts.",
}


def rights_of(account):
    """(name of a group, what its members may do) of each group of an account; never empty."""
    if account.is_superuser:
        return [("", EVERYTHING)]
    names = account.groups.order_by("name").values_list("name", flat=True)
    return [(name, WORDS.get(name, "")) for name in names] or [("", WITHOUT_GROUP)]
