"""Which parts `make test` has, and what it says of them."""

from pathlib import Path

import pytest

from tests import run


def names(parts):
    return [part.name for part in parts]


def part(outcome, seconds=0):
    return run.Part(outcome.split(":")[0], "", None, seconds, outcome)


def test_no_name_chooses_every_part_and_names_choose_theirs():
    parts = run.all_parts()
    assert names(run.chosen(parts, "")) == names(parts)
    assert sorted(names(run.chosen(parts, "sqlite, style"))) == ["sqlite", "style"]


def test_an_unknown_part_is_answered_with_those_there_are():
    parts = [run.Part(name, "", None) for name in ("style", "sqlite")]
    with pytest.raises(SystemExit) as refusal:
        run.chosen(parts, "sqlite,sqlit")
    assert str(refusal.value) == "No part is called sqlit. PART is one of: style, sqlite."


def test_each_file_of_browser_tests_is_in_one_part():
    first, second = run.halves()
    files = sorted(map(str, Path("tests/browser").rglob("test_*.py")))
    assert sorted([*first, *second, *run.LOOKS]) == files


@pytest.mark.parametrize(
    ("requires_all", "outcomes", "status"),
    [
        ("0", ["passed", "not run: no Chromium is installed"], 0),
        ("1", ["passed", "not run: no Chromium is installed"], 1),
        ("0", ["passed", "failed: pytest"], 1),
        ("0", ["passed", "stopped"], 1),
        ("0", ["passed", "left out"], 1),
        ("1", ["passed"], 0),
    ],
)
def test_the_summary_fails_for_what_failed_and_what_had_to_run(
    capsys, monkeypatch, requires_all, outcomes, status
):
    monkeypatch.setenv("TWOSOURCE_REQUIRE_ALL", requires_all)
    parts = [part(outcome) for outcome in outcomes]
    assert run.summary(parts, parts, "1", 0) == status


def test_what_the_distribution_does_not_offer_may_be_missing(capsys, monkeypatch):
    monkeypatch.setenv("TWOSOURCE_REQUIRE_ALL", "1")
    missing = run.Part("firefox", "", None, 0, "not run: no Firefox is installed", is_needed=False)
    assert run.summary([missing], [missing], "1", 0) == 0


def test_the_summary_shows_how_long_each_part_took_and_what_was_left_out(capsys, monkeypatch):
    monkeypatch.setenv("TWOSOURCE_REQUIRE_ALL", "0")
    parts = [part("passed", 61.6), part("left out")]
    run.summary(parts, parts[:1], "7", 62.4)
    assert capsys.readouterr().out.splitlines() == [
        "",
        "== summary",
        "passed           1:02  passed",
        "left out         0:00  left out",
        "all              1:02  passed",
        "PYTEST_SEED=7 repeats the order of the tests.",
    ]


def test_a_part_says_when_it_begins_and_ends_and_prints_what_its_programs_did(capfd, tmp_path):
    def steps(steps):
        steps.run("one that passes", "python", "-c", "print('said by it')")
        steps.run("one that fails", "python", "-c", "raise SystemExit(1)")

    broken = run.Part("broken", "what is broken", steps)
    missing = run.Part("missing", "what is missing", cannot_run)
    run.Gate(tmp_path, "1").run_all([broken])
    run.Gate(tmp_path, "1").run_all([missing])

    lines = [line.split(" ", 1)[-1] for line in capfd.readouterr().out.splitlines()]
    assert lines == [
        "begins  broken: what is broken",
        "one that passes",
        "by it",
        "one that fails",
        f"ends    {broken.line}",
        "begins  missing: what is missing",
        f"ends    {missing.line}",
    ]
    assert (broken.outcome, missing.outcome) == (
        "failed: one that fails",
        "not run: no browser",
    )


def cannot_run(steps):
    raise run.CannotRun("no browser")
