"""Grading by hand."""

from fastapi import APIRouter

from atlas_api.clock import new_id
from atlas_api.errors import Code, RefusalError
from atlas_api.exchange.store import find_submission, no_submission
from atlas_api.grades.manual import revise
from atlas_api.grades.schema import ManualIn, Revised
from atlas_api.grades.store import add_grade, grades_of, read_grade
from atlas_api.identity.caller import MANAGERS
from atlas_api.identity.store import meet
from atlas_api.parameters import Id, Name
from atlas_api.service import ServiceNeeded, UserNeeded

router = APIRouter()


@router.post("/v1/courses/{course}/submissions/{submission}/manual")
def manual(
    course: Name, submission: Id, body: ManualIn, caller: UserNeeded, service: ServiceNeeded
) -> Revised:
    """A new revision that counts above every automatic one; the same again changes nothing."""
    caller.require(course, MANAGERS, doing="grade by hand")
    now = service.clock()
    with service.database.writing() as session:
        row = find_submission(session, submission, lock=True)
        if row.course != course:
            raise no_submission()
        known = grades_of(session, submission)
        if not known:
            raise RefusalError(
                Code.CONFLICT, "This submission is not judged yet; grade it once it is."
            )
        before = read_grade(known[-1])
        after = revise(before, points=body.points, check=body.check, comment=body.comment)
        if known[-1].manual and after == before:
            return Revised(created=False, revision=known[-1].revision, grade=before)
        instructor = meet(session, caller.name, now=now)
        new = add_grade(
            session,
            row,
            after,
            instructor=instructor,
            now=now,
            ids=(new_id(now), new_id(now)),
        )
        assert new is not None
        return Revised(created=True, revision=new.revision, grade=read_grade(new))
