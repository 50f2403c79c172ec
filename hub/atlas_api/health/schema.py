"""What `/health` answers."""

from pydantic import BaseModel


class Check(BaseModel):
    """One thing that the service leans on."""

    ok: bool
    sentence: str


class Checks(BaseModel):
    """All of them."""

    database: Check
    hub: Check
    catalogue: Check
    worker: Check


class Health(BaseModel):
    """`ok`, `degraded` (something that it leans on is missing) or `failing` (no database)."""

    status: str
    checks: Checks
