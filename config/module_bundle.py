"""Joins a module and those that it imports into one file, for modules of our own style.

A page of sixty modules waits for sixty responses, even from the browser's cache. Ours import and
export in few ways, each in a statement of its own (`import { a, b as c } from "./d.js";`, and
`export` before a function, a class or a constant). So each becomes the body of a function that
returns what it exports, and runs when it is first imported, in the order that browsers follow.
Whatever else is refused.
"""

import re
from collections import Counter
from posixpath import dirname, join, normpath, relpath

IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";$', re.MULTILINE)
# Of a module that runs when it is first wanted.
LATER_IMPORT = re.compile(r'\bimport\("(\.[^"]+)"\)')
EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)
# What a function cannot have in its body, and what of imports and exports was not understood.
REFUSED = re.compile(r"^(?:import|export|await)\b.*|\bimport(?:\(|\.meta).*", re.MULTILINE)

RUN_ONCE = """const runOnce = (run) => {
let exported;
return () => (exported ??= run());
};
"""


def bundles(entries, read):
    """By name, a Bundle of each module in `entries` with all that it imports, except the others.

    `read(name)` returns the text of a module. An entry may import another: that stays a file of
    its own, and runs before what was joined.
    Raises ValueError for a statement of another form, for modules that import each other, and
    for one that two entries import, which would run twice.
    """
    joined = {entry: Bundle(entry, read, set(entries) - {entry}) for entry in entries}
    bundle_counts = Counter(name for bundle in joined.values() for name in bundle.inside)
    if twice := [name for name, count in bundle_counts.items() if count > 1]:
        raise ValueError(f"In two bundles: {', '.join(twice)}")
    return joined


class Bundle:
    """A module with all that it imports: the `text`, and in `inside` the names of all modules."""

    def __init__(self, entry, read, separate):
        self.folder, self.read, self.separate = dirname(entry), read, separate
        # By name, the variable of the function that returns what a module exports.
        self.variables = {}
        self.inside = []
        self.imports, self.functions = [], []
        start = self._add(entry)
        exported = ", ".join(EXPORT.findall(read(entry)))
        run = f"export const {{ {exported} }} = {start}();\n" if exported else f"{start}();\n"
        self.text = "".join([*self.imports, RUN_ONCE, *self.functions, run])

    def _add(self, name, importers=()):
        """Add a module and what it imports, once; return its variable."""
        if name in importers:
            raise ValueError(f"Modules import each other: {', '.join(importers)}")
        if name not in self.variables:
            variable = self.variables[name] = f"bundled{len(self.variables)}"
            if name in self.separate:
                address = join(".", relpath(name, self.folder))
                self.imports.append(f'import * as {variable}_exports from "{address}";\n')
                self.functions.append(f"const {variable} = () => {variable}_exports;\n")
            else:
                self.inside.append(name)
                body = self._body(name, (*importers, name))
                self.functions.append(f"const {variable} = runOnce(() => {{\n{body}}});\n")
        return self.variables[name]

    def _body(self, name, importers):
        def imported(match):
            exporter = self._add(normpath(join(dirname(name), match[2])), importers)
            names = (match[1] or "").replace(" as ", ": ")
            return f"const {{{names}}} = {exporter}();"

        def imported_later(match):
            exporter = self._add(normpath(join(dirname(name), match[1])))
            return f"Promise.resolve().then({exporter})"

        text = self.read(name)
        exported = ", ".join(EXPORT.findall(text))
        text = LATER_IMPORT.sub(imported_later, IMPORT.sub(imported, EXPORT.sub("", text)))
        if refused := REFUSED.search(text):
            raise ValueError(f"{name} cannot be joined with others: {refused[0]}")
        return f"{text}\nreturn {{ {exported} }};\n"
