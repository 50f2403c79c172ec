"""The parts of an address, each with the only form that it may have."""

from typing import Annotated

from fastapi import Path, Query

NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"

Name = Annotated[str, Path(pattern=NAME)]
MaybeName = Annotated[str | None, Query(pattern=NAME)]
MaybeHubName = Annotated[str | None, Query(pattern=r"^[^\x00-\x1f]{1,255}$")]
Id = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
Title = Annotated[str | None, Query(max_length=300, pattern=r"^[^\x00-\x1f]+$")]
PointsQuery = Annotated[float | None, Query(ge=0, le=10_000, allow_inf_nan=False)]
