"""Asks each part of a running Atlas whether it is well, over loopback, without credentials."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from atlas_hub.settings import Settings

TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One part. why: what it answered when it is not well."""

    part: str
    well: bool
    why: str = ""


# Straight to loopback, whatever proxy the operator's environment names.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(part: str, url: str) -> tuple[Health, bytes]:
    """One GET; any answer but 200 is ill health."""
    try:
        with _OPENER.open(url, timeout=TIMEOUT_S) as answer:
            return Health(part=part, well=answer.status == 200), answer.read()
    except urllib.error.HTTPError as error:
        return Health(part=part, well=False, why=f"answers {error.code}"), error.read()
    except (OSError, ValueError) as error:
        return Health(part=part, well=False, why=str(getattr(error, "reason", error))), b""


def look(settings: Settings) -> list[Health]:
    """All parts, the worker through the API, which hears its heartbeat."""
    proxy, _ = ask("proxy", f"{settings.proxy_api_url}/ping")
    hub, _ = ask("hub", f"{settings.public_url}/hub/health")
    api, body = ask("api", f"{settings.api_url}/health")
    if body:
        api = Health(part="api", well=True)  # it answers; what it says is looked at below
    return [proxy, hub, api, *checks(body)]


def checks(body: bytes) -> list[Health]:
    """What the API says of what it stands on: `{"checks": {name: {"ok": bool, "sentence"}}}`."""
    try:
        told = json.loads(body)["checks"]
        return [
            Health(part=part, well=bool(told[part]["ok"]), why=str(told[part]["sentence"]))
            for part in ("database", "catalogue", "worker")
        ]
    except (ValueError, KeyError, TypeError):
        return [Health(part="worker", well=False, why="the API does not tell")]
