"""Pure: makes tags of the codes of any file. What a tag cannot hold is changed, and listed.

Other programs allow commas in the names of codes, names of any length, and names that differ in
capitals alone.
"""

from annotations.codebook.formats.record import (
    MAX_DEFINITION_LENGTH,
    MAX_KEY_LENGTH,
    MAX_NAME_LENGTH,
    Code,
    Codebook,
)
from annotations.formats.refi.xml import line_feeds
from annotations.highlighting.tag_colors import has_alpha, nearest_hue
from corpus.characters import is_blank, one_line, without_unusable
from corpus.names import name_key

# Characters of a name in a sentence about it.
_MAX_SHOWN = 60


def adapt(file_codes, remarks=()):
    """The Codebook of FileCodes, in their order; `remarks` on the file come before its changes.

    A comma becomes a semicolon, a long name is shortened, and a name that another code has gets
    a number. Codes without a name are left out.
    """
    changes = list(remarks)
    drafts = [(each, parts) for each in file_codes if (parts := _parts(each, changes))]
    limits = _part_limits([parts for _, parts in drafts])
    names = [
        _with_short_key(_joined(_shortened(part, limits[parts[0]]) for part in parts))
        for _, parts in drafts
    ]
    taken, codes, digits = set(map(name_key, names)), {}, set()
    # By the key of a tag's name, what the file calls it.
    file_names = {}
    for (file_code, parts), name in zip(drafts, names, strict=True):
        reasons = ["a comma separates tags"] if any("," in each for each in parts) else []
        if len(name) < len(_joined(parts)):
            reasons.append(f"a name has {MAX_NAME_LENGTH} characters at most")
        definition, hue = _definition(file_code, changes), _hue(file_code, changes)
        first, names_in_file = codes.get(name_key(name)), file_code.path or (*map(one_line, parts),)
        facts = (file_names.get(name_key(name)), first and (first.definition, first.hue))
        if first and facts == (names_in_file, (definition, hue)):
            changes.append(_sentence(file_code, "is in the file twice and becomes one tag"))
            continue
        if first:
            name = _numbered(name, taken)
            reasons.append("another code of the file has this name")
        if reasons:
            changes.append(_sentence(file_code, f"becomes “{name}”: {', and '.join(reasons)}"))
        path = _path(file_code, parts, name)
        file_names[name_key(name)] = names_in_file
        digit = file_code.digit
        if file_code.unread_key:
            change = f"gets no key: “{file_code.unread_key[:_MAX_SHOWN]}” is none from 1 to 9"
            changes.append(_sentence(file_code, change))
        if digit in digits:
            changes.append(_sentence(file_code, f"gets no key: {digit} is another tag’s"))
            digit = None
        digits |= {digit} - {None}
        codes[name_key(name)] = Code(
            name, definition, hue, line=file_code.line, path=path, digit=digit
        )
    return Codebook(list(codes.values()), changes)


def _parts(file_code, changes):
    """The names of a code and of its groups without unusable characters, [] without a name."""
    parts = list(map(without_unusable, file_code.names))
    if not name_key(parts[-1]):
        changes.append(f"{_where(file_code)}a code without a name is left out.")
        return []
    if parts != list(file_code.names):
        changes.append(_sentence(file_code, "has control characters in its name, which are cut"))
    # Codes of a group without a name belong to the group around it.
    return [part for part in parts if name_key(part)]


def _part_limits(paths):
    """{first part: the most characters of any part below it}.

    It is the same for all codes of a group, so that they stay together.
    """
    trees = {}
    for parts in paths:
        trees.setdefault(parts[0], []).append([len(part) for part in parts])
    return {
        first: next(limit for limit in range(MAX_NAME_LENGTH, 0, -1) if _fits(lengths, limit))
        for first, lengths in trees.items()
    }


def _fits(lengths, limit):
    longest = max(sum(min(each, limit) + 1 for each in path) for path in lengths)
    return longest - 1 <= MAX_NAME_LENGTH or limit == 1


def _shortened(part, limit):
    part = part.replace(",", ";")
    return part if len(part) <= limit else f"{part[: limit - 1].rstrip()}…"


def _with_short_key(name):
    # One letter, such as an Arabic ligature, may have a key of eighteen.
    while len(name_key(name)) > MAX_KEY_LENGTH:
        name = f"{name[:-2]}…"
    return name


def _joined(parts):
    return one_line("/".join(parts))


def _numbered(name, taken):
    """The name with the first number that makes it one of its own; it is `taken` then."""
    number = 2
    while name_key(numbered := f"{name[: MAX_NAME_LENGTH - 8]} ({number})") in taken:
        number += 1
    taken.add(name_key(numbered))
    return numbered


def _path(file_code, parts, name):
    """The path of a Code, empty if it follows from its name."""
    if file_code.path:
        return file_code.path
    is_kept = name == _joined(parts)
    if is_kept and (file_code.is_grouped or not any("/" in part for part in parts)):
        return ()
    names = parts[0].split("/") if file_code.is_grouped else parts
    return tuple(map(one_line, names))


def _definition(file_code, changes):
    definition = without_unusable(line_feeds(file_code.definition)).strip()
    if is_blank(definition):
        return ""
    if len(definition) <= MAX_DEFINITION_LENGTH:
        return definition
    changes.append(
        _sentence(
            file_code,
            f"has a definition of {len(definition):,} characters; "
            f"the first {MAX_DEFINITION_LENGTH:,} are kept",
        )
    )
    return definition[:MAX_DEFINITION_LENGTH]


def _hue(file_code, changes):
    color = file_code.color.strip()
    if file_code.hue or not color:
        return file_code.hue
    try:
        hue = nearest_hue(color)
    except ValueError:
        change = f"gets another colour: “{color[:_MAX_SHOWN]}” is not known"
        changes.append(_sentence(file_code, change))
        return None
    if has_alpha(color):
        changes.append(_sentence(file_code, f"has the colour “{color}” without its transparency"))
    return hue


def _sentence(file_code, change):
    name = _joined(map(without_unusable, file_code.names))
    shown = name if len(name) <= _MAX_SHOWN else f"{name[:_MAX_SHOWN]}…"
    return f"{_where(file_code)}“{shown}” {change}."


def _where(file_code):
    return f"line {file_code.line}: " if file_code.line else file_code.where
