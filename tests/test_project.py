"""Rules that the whole project keeps, read off its files."""

import ast
import re
import tokenize
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.support.collected import collect_static

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "corpus", "annotations")
SOURCES = {".py", ".html", ".css", ".js", ".txt", ".toml", ".md", ".svg", ".json", ".jsonl", ""}
BANNED_MODULES = set("utils helpers common misc base services managers core".split())
# Django looks for a database's connection in the module of this name of its engine.
NAMED_BY_DJANGO = {ROOT / "config/sqlite/base.py", ROOT / "config/postgresql/base.py"}
LONGEST_FILE = 400
LONGEST_VIEW = 20
LONGEST_TEMPLATE_LINE = 160


def project_files():
    """Return the project's files, those that .gitignore names left out."""
    ignored = {".git"} | {
        line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()
    }
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and not ignored & set(path.relative_to(ROOT).parts)
    ]


FILES = project_files()
FIXTURES = [path for path in FILES if path.is_relative_to(ROOT / "fixtures")]
WRITTEN = [path for path in FILES if path.suffix in SOURCES and path not in FIXTURES]
PYTHON = [path for path in FILES if path.suffix == ".py"]
TEMPLATES = [path for path in FILES if path.is_relative_to(ROOT / "templates")]
MODULES = [path for path in FILES if path.is_relative_to(ROOT / "static/js")]
SHIPPED = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in APPS]
REQUIREMENTS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]


def name(path):
    return str(path.relative_to(ROOT))


def lines_matching(pattern, paths):
    """Return `file:line` of each line in `paths` in which the pattern is found."""
    return [
        f"{name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


# Requirements.


def requirement_blocks(path):
    """Return {package: its lines} of a compiled requirements file."""
    text = re.sub(r"^ *#.*\n", "", path.read_text(), flags=re.MULTILINE)
    blocks = [block for block in re.split(r"(?<!\\)\n", text) if block]
    return {re.match(r"[a-z0-9-]+", block)[0]: block for block in blocks}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name)
def test_requirements_pinned_and_hashed(path):
    block = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    blocks = requirement_blocks(path)
    assert [package for package, text in blocks.items() if not block.fullmatch(text)] == []
    assert len(blocks) > 10


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name)
def test_requirements_name_no_address(path):
    assert lines_matching(r"://|^ *-[^-]|--(?!hash=)\w|@", [path]) == []


def test_requirements_hold_direct_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    direct = project["project"]["dependencies"]
    for_tests = direct + project["dependency-groups"]["dev"]
    for wanted, path in zip([direct, for_tests], REQUIREMENTS, strict=True):
        packages = {re.match(r"[a-z0-9-]+", line.lower())[0] for line in wanted}
        assert packages - requirement_blocks(path).keys() == set()


def test_requirements_for_tests_hold_the_desk():
    desk, tests = map(requirement_blocks, REQUIREMENTS)
    assert {package: tests[package] for package in desk} == desk


# What no file holds.


def test_no_registry_and_no_machine_named():
    # Written in parts, or this file would name them.
    hosts = [r"pypi\." + "org", "python" + "hosted", "npm" + r"js\.", "jsde" + "livr", "unp" + "kg"]
    places = ["/ro" + "ot/", "/ho" + r"me/\w", "/Use" + r"rs/\w", "/wo" + "rk/"]
    assert lines_matching("|".join(hosts + places), WRITTEN) == []


def test_no_banned_module_names():
    paths = [path.relative_to(ROOT) for path in SHIPPED if path not in NAMED_BY_DJANGO]
    parts = {part.removesuffix(".py") for path in paths for part in path.parts}
    assert parts & BANNED_MODULES == set()


def test_no_long_files():
    made = [*REQUIREMENTS, *ROOT.glob("*/migrations/*.py")]
    source = [path for path in WRITTEN if path not in made]
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in source}
    assert {path: length for path, length in long.items() if length > LONGEST_FILE} == {}


def test_template_lines_are_short():
    assert lines_matching(rf"^.{{{LONGEST_TEMPLATE_LINE + 1}}}", TEMPLATES) == []


def test_rows_are_saved_by_the_columns_of_an_act():
    """Without names all of a row is saved, what others changed since it was read included."""
    assert lines_matching(r"save_(next_version|act)\(\)", SHIPPED) == []


def is_edge(path):
    """Whether Actions are opened here: by views, commands, the admin and import jobs."""
    parts = set(path.relative_to(ROOT).with_suffix("").parts)
    return bool(parts & {"views", "management", "admin", "record_admin", "jobs"})


def test_only_edges_open_actions_and_nobody_else_is_told_who_acts():
    opened, told = [], []
    for path in SHIPPED:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="acting" | "continuing")):
                    opened += [] if is_edge(path) else [f"{name(path)}:{node.lineno}"]
                case ast.arg(arg="by"):
                    told.append(f"{name(path)}:{node.lineno}")
    assert (opened, told) == ([], [])
    made = lines_matching(r"Action\.objects\.(bulk_)?create\(|\bAction\(kind=", SHIPPED)
    assert [line.split(":")[0] for line in made] == ["corpus/records/action.py"]


def test_no_unescaped_html():
    assert lines_matching(r"\bmark_safe\b|\bSafe(String|Text|Data)\b", SHIPPED) == []
    assert lines_matching(r"\|\s*safe(seq)?\b|autoescape\s+off", TEMPLATES) == []


def test_no_inline_style_or_script():
    assert lines_matching(r"\sstyle=|<style\b", TEMPLATES + SHIPPED) == []
    assert lines_matching(r"<[^>]*\son\w+=|javascript:", TEMPLATES) == []


def test_no_work_left_over():
    words = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
    assert lines_matching(rf"\b({words})\b", WRITTEN) == []


def test_exceptions_to_rules_have_reasons():
    """A `noqa` has its reason in the comment above it or behind it."""
    exception = re.compile(r"# (noqa|type: ignore)")
    bare = []
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        # Taking all files apart would take a hundred times as long.
        tokens = tokenize.generate_tokens(StringIO(text).readline)
        for token in tokens if exception.search(text) else ():
            if token.type == tokenize.COMMENT and exception.match(token.string):
                above = lines[token.start[0] - 2].lstrip()
                if not above.startswith("# ") and " - " not in token.string:
                    bare.append(f"{name(path)}:{token.start[0]}")
    assert bare == []


# Code.


def test_views_are_short():
    long = {}
    views = [path for path in SHIPPED if "views" in path.relative_to(ROOT).with_suffix("").parts]
    for path in views:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_VIEW:
                    long[f"{name(path)}:{node.name}"] = length
    assert long == {}
    assert len(views) > 0


def reverse_names():
    """Return the names by which a model of corpus reaches a model of annotations."""
    return {
        spelling
        for model in apps.get_app_config("corpus").get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "annotations"
        for spelling in (relation.get_accessor_name(), relation.name)
        if spelling and not spelling.endswith("+")
    }


def test_corpus_names_no_reverse_relation():
    names = reverse_names()
    found = []
    for path in SHIPPED:
        if path.relative_to(ROOT).parts[0] != "corpus":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
                    pass
                case ast.Constant(value=str(word)):
                    pass
                case _:
                    continue
            if word.lstrip("-").split("__")[0] in names:
                found.append(f"{name(path)}:{node.lineno}: {word}")
    assert found == []
    assert len(names) > 0


def test_pure_modules_are_the_lowest_level():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    lowest = {
        f"{contract['containers'][0]}.{module}"
        for contract in linter["contracts"]
        if contract["type"] == "layers" and "containers" in contract
        for module in contract["layers"][-1].split(" : ")
    }
    without_django = next(
        contract for contract in linter["contracts"] if contract["type"] == "forbidden"
    )
    assert set(without_django["source_modules"]) == lowest


def test_migrations_import_nothing_of_ours():
    """They stay as they are when what they once worked with is moved or changed."""
    migrations = [path for path in SHIPPED if path.parent.name == "migrations"]
    imported = set()
    for path in migrations:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module)
    # A default of the first one, and what stored addresses and names are known by, as it is read
    # today.
    allowed = {"corpus.ids", "corpus.canonical_urls", "corpus.records.name_keys"}
    assert {name for name in imported if name.split(".")[0] in APPS} == allowed


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Static files.


def test_imports_end_with_semicolons():
    imports = re.compile(r"^(?:import|export)\b[^;]*?\bfrom\s*[\"'][^\"']+[\"'](?!;)", re.MULTILINE)
    bare = re.compile(r"^import\s*[\"'][^\"']+[\"'](?!;)", re.MULTILINE)
    texts = {name(path): path.read_text() for path in MODULES}
    found = {path: imports.findall(text) + bare.findall(text) for path, text in texts.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_static_files_collect(tmp_path):
    place = collect_static(tmp_path).resolve()
    modules = set((place / "js").rglob("*.????????????.js"))
    imports = re.compile(r"^import\b[^;]*?[\"'](\.[^\"']+)[\"'];", re.MULTILINE)
    imported = {
        (path.parent / address).resolve()
        for path in modules
        for address in imports.findall(path.read_text())
    }
    assert imported - modules == set()
    assert len(imported) > 0
