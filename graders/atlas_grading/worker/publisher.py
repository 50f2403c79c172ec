"""At start: what passes the gate is released; what does not stays as it was, and the log says why.

The gate runs an exercise's answers, about three seconds each, so a pass is remembered by the
digest of everything that it depends on. Each is released as soon as it has passed.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from atlas_grading.api import Api, ApiRefusedError
from atlas_grading.exercise_folder import ExerciseFolder
from atlas_grading.gate import check_exercise
from atlas_grading.judge import CheckSetError
from atlas_grading.release import release_notebook
from atlas_grading.sandbox import Sandbox

log = logging.getLogger(__name__)


def passing(
    folders: Mapping[str, ExerciseFolder], sandbox: Sandbox, memory: Path
) -> Iterator[tuple[str, ExerciseFolder]]:
    """The exercises that pass the gate, as soon as each does; a pass is kept in the file `memory`.

    What passed before comes first, without a run; then the shortest, with which people begin.
    """
    passed = _remembered(memory)
    now: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for name, folder in folders.items():
        try:
            digest = _digest(folder)
        except CheckSetError as error:
            log.error("not released", extra={"exercise": name, "faults": [str(error)]})
            continue
        (now if passed.get(name) == digest else unknown)[name] = digest
    yield from ((name, folders[name]) for name in now)
    for name in sorted(unknown, key=lambda name: (folders[name].exercise.minutes or 0, name)):
        report = check_exercise(folders[name], sandbox)
        if not report.passes:
            log.error("not released", extra={"exercise": name, "faults": report.faults})
            continue
        now[name] = unknown[name]
        _remember(memory, now)
        yield name, folders[name]
    _remember(memory, now)


def publish(api: Api, course: str, folders: Mapping[str, ExerciseFolder]) -> None:
    """Release what changed."""
    known = {released.id: released for released in api.released(course)}
    for name, folder in folders.items():
        exercise = folder.exercise
        notebook = release_notebook(folder, folder.check_set().checks)
        given = known.get(name)
        same = given is not None and (given.release, given.title, given.points) == (
            hashlib.sha256(notebook).hexdigest(),
            exercise.title,
            exercise.points,
        )
        if not same:
            query = {"title": exercise.title, "points": f"{exercise.points:g}"}
            if given is not None and given.due is not None:
                query["due"] = given.due.isoformat()
            try:
                release = api.release(course, name, notebook, query)
            except ApiRefusedError as error:
                log.error("not released", extra={"exercise": name, "faults": [str(error)]})
                continue
            log.info("released", extra={"course": course, "exercise": name, "release": release})


def _digest(folder: ExerciseFolder) -> str:
    digest = hashlib.sha256(folder.check_set().digest.encode())
    for text in (folder.markdown, folder.reference(), *folder.mutants().values()):
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


def _remember(memory: Path, passed: Mapping[str, str]) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = memory.with_suffix(".new")
    new.write_text(json.dumps(passed, indent=1, sort_keys=True), encoding="utf-8")
    new.replace(memory)


def _remembered(memory: Path) -> dict[str, str]:
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
