"""Who am I?"""

from fastapi import APIRouter

from atlas_api.identity.caller import Role
from atlas_api.identity.schema import CourseRole, Me
from atlas_api.service import AnyoneNeeded

router = APIRouter()
STRONGEST_FIRST = (Role.WORKER, Role.COURSE, Role.INSTRUCTOR, Role.LEARNER, Role.OPERATOR)


@router.get("/v1/me")
async def me(caller: AnyoneNeeded) -> Me:
    """The caller's name, all roles, and the strongest role in each course."""
    held = {role for roles in caller.roles.values() for role in roles}
    return Me(
        name=caller.name,
        roles=[role for role in STRONGEST_FIRST if role in held],
        courses=[
            CourseRole(id=course, role=next(role for role in STRONGEST_FIRST if role in roles))
            for course, roles in caller.roles.items()
        ],
    )
