"""The Atlas API as graders see it: the worker with its token, the course's server with its own."""

from atlas_grading.api.client import Api, ApiRefusedError, ApiUnreachableError, request_id
from atlas_grading.api.model import Lease, Released, Submission

__all__ = [
    "Api",
    "ApiRefusedError",
    "ApiUnreachableError",
    "Lease",
    "Released",
    "Submission",
    "request_id",
]
