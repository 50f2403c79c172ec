"""The hidden checks of an exercise, loaded from graders/hidden/<id>/checks.py.

The digest stands for what decides a grade: the text of the checks and the version of the judge.
Judging a submission twice under one digest must give one grade.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from atlas_grading.checks import Check

JUDGE_VERSION = 1


class CheckSetError(ValueError):
    """checks.py can't be used; the sentence names the file and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSet:
    """The checks of one exercise, in the order in which they run and are shown."""

    checks: tuple[Check, ...]
    digest: str

    @property
    def max_points(self) -> float:
        """The sum over the checks."""
        return sum(check.points for check in self.checks)


def load_check_set(folder: Path) -> CheckSet:
    """Import checks.py of one exercise's hidden folder; raises CheckSetError."""
    path = folder / "checks.py"
    if not path.is_file():
        raise CheckSetError(f"{path}: there is no checks.py. Write one that defines CHECKS.")
    text = path.read_bytes()
    name = "atlas_hidden_" + folder.name.replace("-", "_")
    spec = importlib.util.spec_from_loader(name, loader=None, origin=str(path))
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    try:
        exec(compile(text, str(path), "exec"), module.__dict__)
    except Exception as error:
        raise CheckSetError(f"{path}: can't be imported: {error!r}.") from error
    checks = tuple(getattr(module, "CHECKS", ()))
    if not checks or not all(isinstance(check, Check) for check in checks):
        raise CheckSetError(f"{path}: define CHECKS, a list of Check.")
    if len({check.id for check in checks}) != len(checks):
        raise CheckSetError(f"{path}: two checks have the same id.")
    digest = hashlib.sha256(text + f"\0judge {JUDGE_VERSION}".encode()).hexdigest()
    return CheckSet(checks=checks, digest=digest)
