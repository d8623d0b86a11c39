"""Pure: tag names as they are typed. A comma separates tags, a space never does."""


def split_names(typed):
    """The names in a comma-separated line, tidied, each once, in the order typed."""
    names = (" ".join(part.split()) for part in typed.split(","))
    return list(dict.fromkeys(name for name in names if name))


def join_names(tags):
    """The line from which `split_names` reads these tags again."""
    return ", ".join(str(tag) for tag in tags)


def group_of(name):
    """The group that a tag's name puts it in, "" for none: "actor/state" is in "actor"."""
    before, slash, after = name.partition("/")
    return before.strip() if slash and after.strip() else ""
