"""Running the rules over trees: read as a build reads, then ask each rule about each page.

Diagrams come from the build's cache, so that a second run is fast. Whatever the build could not
read is a finding too, under its own code; a code without a rule is shown as a warning.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from atlas_authoring.assemble import ReadTree, assemble
from atlas_authoring.build import Progress, TreeError, Workshop, load, workshop
from atlas_authoring.diagrams import Built
from atlas_authoring.lint.fix import Fix, fix_pages
from atlas_authoring.lint.rule import Finding, Found, Rule, Severity, Subject
from atlas_authoring.lint.rules import RULES
from atlas_authoring.trees import scan_trees

_KNOWN = {rule.code: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What was found, in the order of files and lines, and what was mended before."""

    findings: tuple[Finding, ...]
    fixes: tuple[Fix, ...] = ()

    @property
    def errors(self) -> int:
        """The number of findings that fail a run."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def lint(
    roots: Sequence[Path],
    *,
    cache: Path,
    select: frozenset[str] = frozenset(),
    fix: bool = False,
    workshop: Workshop = workshop,
    progress: Progress = lambda stage, done, total: None,
) -> Linted:
    """Check `roots` by the rules in `select`, by all where it is empty. Raises TreeError.

    With `fix`, the repairs of diagrams are first written into the pages, and nothing else is.
    """
    for root in roots:
        if not root.is_dir():
            raise TreeError(f"{root} is not a folder; name folders of Markdown pages.")
    unknown = sorted(select - _KNOWN.keys())
    if unknown:
        raise TreeError(f"There is no rule `{unknown[0][:60]}`; docs/reference/lint.md lists them.")
    loaded = load(scan_trees(roots), cache=cache, workshop=workshop, progress=progress)
    fixes: list[Fix] = []
    if fix and (not select or "diagram-repaired" in select):
        for root, read in zip(roots, loaded.trees, strict=True):
            fixes += fix_pages(root, read, loaded.built, workshop)
        if fixes:
            loaded = load(scan_trees(roots), cache=cache, workshop=workshop, progress=progress)
    findings: list[Finding] = []
    for root, read in zip(roots, loaded.trees, strict=True):
        findings += _of_tree(root, read, {**loaded.built})
    chosen = (finding for finding in findings if not select or finding.code in select)
    in_order = sorted(chosen, key=lambda f: (f.path, f.line, f.code, f.sentence))
    return Linted(findings=tuple(in_order), fixes=tuple(fixes))


def _of_tree(root: Path, read: ReadTree, built: dict[str, Built]) -> Iterator[Finding]:
    own = [rule for rule in RULES if rule.check is not None]
    lessons = {exercise.exercise.page for exercise in read.exercises.values()}
    for draft in read.drafts:
        ids = (f"{draft.id}#{n}" for n in range(1, len(draft.mermaid) + 1))
        subject = Subject(
            draft=draft,
            diagrams=[built[name].diagram for name in ids],
            is_lesson=draft.id in lessons or bool(draft.exercises),
            is_index=PurePosixPath(draft.path).stem == "index" and draft.id not in lessons,
        )
        for rule in own:
            assert rule.check is not None
            for found in rule.check(subject):
                yield _finding(str(root / draft.path), rule, found)
    prefix = f"{read.tree.name}/"
    for problem in assemble([read], built).problems:
        rule_of = _KNOWN.get(problem.code)
        yield Finding(
            path=str(root / problem.path.removeprefix(prefix)),
            line=problem.line,
            code=problem.code,
            severity=rule_of.severity if rule_of else Severity.WARNING,
            sentence=problem.sentence,
        )


def _finding(path: str, rule: Rule, found: Found) -> Finding:
    return Finding(
        path=path,
        line=found.line,
        code=rule.code,
        severity=rule.severity,
        sentence=found.sentence,
        edit=found.edit,
    )
