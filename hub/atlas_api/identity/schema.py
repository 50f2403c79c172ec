"""What `/v1/me` answers."""

from pydantic import BaseModel


class CourseRole(BaseModel):
    """A course and the caller's strongest role in it."""

    id: str
    role: str


class Me(BaseModel):
    """The caller, to themselves."""

    name: str
    roles: list[str]
    courses: list[CourseRole]
