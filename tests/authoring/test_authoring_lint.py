"""`atlas lint`: one broken page and one expected text a rule, and the promises of `--fix`."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from atlas_authoring import fingerprint
from atlas_authoring.build import TreeError
from atlas_authoring.lint import RULES, lint
from atlas_authoring.lint.rule import Severity
from atlas_cli.main import main
from authoring_fixtures import BROKEN, write_out

FIXTURES = sorted(BROKEN.glob("*/*.md"))
# What no committed text can show, with the test or the reason.
MADE_OTHERWISE = {
    "encoding": "below",
    "file-name": "below",
    "file-unreadable": "below",
    "link-folder": "below",
    "link-leaves-tree": "below",
    "page-too-large": "below",
    "too-large": "below",
    "folder-unreadable": "root may read every folder; tests of the build",
    "page-unreadable": "a bug of ours; tests of the build",
    "node-missing": "a machine without Node; tests of the build",
    "workshop-hung": "tests of the workshop",
    "workshop-died": "tests of the workshop",
    "no-layout": "tests of the workshop",
    "kind-not-drawn": "which kinds these are is the workshop's affair",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_broken_page_gets_its_expected_text(fixture: Path, cache: Path, tmp_path: Path) -> None:
    root = write_out(fixture.read_text(), tmp_path)
    linted = lint([root], cache=cache)
    said = "".join(f"{finding.as_text()}\n" for finding in linted.findings)
    said = said.replace(f"{tmp_path}/", "")
    expected = fixture.with_suffix(".txt")
    if os.environ.get("ATLAS_WRITE_EXPECTED"):
        expected.write_text(said)
    assert said == expected.read_text()
    assert fixture.stem in {finding.code for finding in linted.findings}


def test_every_rule_has_a_broken_page_or_a_reason_why_not() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert {path.stem for path in FIXTURES} | MADE_OTHERWISE.keys() == set(codes)
    assert not {path.stem for path in FIXTURES} & MADE_OTHERWISE.keys()
    assert all(rule.sentence.endswith(".") and rule.example for rule in RULES)


REPORTS = re.compile(
    r"""(?:complain\(|_report\(|_problem\(|report\(|Complaint\()[^"\n]*\n?[^"\n]*"([a-z]+(?:-[a-z]+)*)","""
    r"""|code="([a-z-]+)"|return "([a-z]+-[a-z-]+)", """
)


def test_every_code_that_the_build_reports_has_a_rule() -> None:
    sources = Path(fingerprint.__file__).parent
    files = [*sources.glob("*.py"), *sources.glob("pages/*.py")]
    used = {code for file in files for found in REPORTS.findall(file.read_text()) for code in found}
    assert len(used) > 20
    assert used - {""} <= {rule.code for rule in RULES}


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("encoding", lambda root: (root / "a.md").write_bytes(b"# Caf\xe9\n")),
        ("file-name", lambda root: (Path(os.fsdecode(bytes(root) + b"/caf\xe9.md"))).touch()),
        ("file-unreadable", lambda root: (root / "a.md").symlink_to("nothing.md")),
        ("link-folder", lambda root: (root / "more").symlink_to(root.parent)),
        ("link-leaves-tree", lambda root: (root / "a.md").symlink_to("/etc/hostname")),
        ("page-too-large", lambda root: (root / "a.md").write_bytes(b"a " * 1_100_000)),
        (
            "too-large",
            lambda root: (root / "a.md").write_text(
                "# A\n\n```mermaid\nflowchart LR\n" + "%% a\n" * 45_000 + "```\n"
            ),
        ),
    ],
)
def test_a_file_that_can_not_be_read_is_a_finding(
    code: str, make: Callable[[Path], object], cache: Path, tmp_path: Path
) -> None:
    root = tmp_path / "docs"
    root.mkdir()
    make(root)
    assert code in {finding.code for finding in lint([root], cache=cache).findings}


def test_a_page_without_faults_has_no_findings(cache: Path, tmp_path: Path) -> None:
    page = (
        "---\ntitle: T\ndescription: D\ndifficulty: beginner\nestimated_time: 5\ntags: [t]\n---\n"
        "# T\n\n```mermaid\nflowchart LR\n  A -->|reads, p99: 3 ms| B\n```\n"
    )
    assert lint([write_out(page, tmp_path)], cache=cache).findings == ()


def test_only_the_chosen_rules_are_shown(cache: Path, tmp_path: Path) -> None:
    root = write_out("# T\n\n[x](y.md)\n", tmp_path)
    linted = lint([root], cache=cache, select=frozenset({"link-broken"}))
    assert [finding.code for finding in linted.findings] == ["link-broken"]
    with pytest.raises(TreeError, match="There is no rule `link-brokn`"):
        lint([root], cache=cache, select=frozenset({"link-brokn"}))


def test_a_scenario_beside_the_page_is_checked_too(cache: Path, tmp_path: Path) -> None:
    page = "# T\n\n```mermaid\nflowchart LR\n  A -->|reads, p99: 3 ms| B\n```\n"
    root = write_out(page, tmp_path)
    (place,) = root.rglob("*.md")
    place.with_suffix(".scenario.yaml").write_text("id: a\nload: 5 req/s\ndiagram: 2\n")
    linted = lint([root], cache=cache, select=frozenset({"scenario"}))
    (finding,) = linted.findings
    assert "Line 1 of the page's .scenario.yaml: `a` runs diagram 2" in finding.sentence


REPAIRABLE = (
    "\ufeff# T\r\n\r\n> ```mermaid\r\n> flowchart LR\r\n"
    ">   A[Cache (hot)] -->|reads| B\r\n> ```\r\n"
    "\r\nText: A[Cache (hot)]\r\n\r\n- item\r\n\r\n  ```mermaid\r\n  sequenceD diagram\r\n"
    "  A->>B: one\r\n  ```\r\n"
)


def test_fix_writes_the_repairs_and_nothing_else_and_a_second_run_finds_none(
    cache: Path, tmp_path: Path
) -> None:
    root = tmp_path / "docs"
    root.mkdir()
    page = root / "page.md"
    page.write_bytes(REPAIRABLE.encode())
    page.chmod(0o640)
    first = lint([root], cache=cache, fix=True)
    wanted = REPAIRABLE.replace("A[Cache (hot)] -->", 'A["Cache (hot)"] -->')
    assert page.read_bytes().decode() == wanted.replace("sequenceD diagram", "sequenceDiagram")
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert [(fix.line, fix.refused) for fix in first.fixes] == [(5, ""), (13, "")]
    assert "diagram-repaired" not in {finding.code for finding in first.findings}
    before = page.stat()
    second = lint([root], cache=cache, fix=True)
    assert second.fixes == ()
    assert page.stat().st_mtime_ns == before.st_mtime_ns
    assert list(root.iterdir()) == [page]


def test_fix_leaves_a_page_alone_that_is_not_valid_text(cache: Path, tmp_path: Path) -> None:
    root = tmp_path / "docs"
    root.mkdir()
    data = b"# Caf\xe9\n\n```mermaid\nflowchart LR\n  A[Cache (hot)] -->|x| B\n```\n"
    (root / "page.md").write_bytes(data)
    linted = lint([root], cache=cache, fix=True)
    assert (root / "page.md").read_bytes() == data
    assert "valid UTF-8" in linted.fixes[0].refused
    assert "diagram-repaired" in {finding.code for finding in linted.findings}


def test_fix_is_not_run_for_other_rules(cache: Path, tmp_path: Path) -> None:
    root = write_out("# T\n\n```mermaid\nflowchart LR\n  A[Cache (hot)] -->|x| B\n```\n", tmp_path)
    before = (root / "page.md").read_bytes()
    lint([root], cache=cache, fix=True, select=frozenset({"link-broken"}))
    assert (root / "page.md").read_bytes() == before


@pytest.mark.parametrize(
    ("page", "arguments", "code"),
    [
        ("# T\n\n[x](y.md)\n", [], 1),
        ("# T\n\ntext\n", [], 0),
        ("# T\n\n[x](y.md)\n", ["--select", "title-twice,title-missing"], 0),
        ("# T\n", ["--select", "nonsense"], 2),
    ],
)
def test_the_exit_code_tells_errors_from_warnings_from_bad_arguments(
    page: str, arguments: list[str], code: int, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_out(page, here)
    assert main(["lint", "docs", *arguments]) == code
    said = capsys.readouterr()
    if code == 1:
        assert "docs/page.md:3: link-broken The link `y.md` leads to no page" in said.out
    if code == 2:
        assert (said.out, said.err.count("\n")) == ("", 1)


def test_a_missing_tree_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(tmp_path / "nowhere")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_warnings_alone_fail_nothing() -> None:
    assert {rule.severity for rule in RULES} == {Severity.ERROR, Severity.WARNING}
