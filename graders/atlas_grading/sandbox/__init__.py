"""Runs code that nobody trusts, and carries JSON values in and out."""

from atlas_grading.sandbox.bubblewrap import BubblewrapSandbox
from atlas_grading.sandbox.port import (
    Call,
    CallFailed,
    Fault,
    Limits,
    Sandbox,
    SandboxUnavailableError,
    Session,
)
from atlas_grading.sandbox.values import JsonValue, near, same

__all__ = [
    "BubblewrapSandbox",
    "Call",
    "CallFailed",
    "Fault",
    "JsonValue",
    "Limits",
    "Sandbox",
    "SandboxUnavailableError",
    "Session",
    "near",
    "same",
]
