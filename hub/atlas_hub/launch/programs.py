"""The programs that the supervisor keeps running: one literal table, and the environment of each.

A program gets what it needs and nothing else; the model's key goes to the API alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from atlas_hub.roles import CULLER_SERVICE
from atlas_hub.settings import Settings
from atlas_hub.state import StateFolder

MODEL = ("ATLAS_MODEL_KEY", "ATLAS_MODEL_URL", "ATLAS_MODEL", "ANTHROPIC_API_KEY")
# What an operator may set for the API besides.
API = ("ATLAS_DATABASE_URL", "ATLAS_TUTOR_TOKENS_A_DAY")
# What any program may inherit: where programs and certificates are, and the language.
EVERYWHERE = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One supervised program.

    command: the line, made from the settings; environ: its variables besides `EVERYWHERE` and the
    settings' own, made from the settings and what the operator gave; stop_s: how long it may take
    to end; start_s: a program that ends sooner has failed to start, and waits before the next try.
    """

    name: str
    command: Callable[[Settings], list[str]]
    environ: Callable[[Settings, StateFolder, Given], dict[str, str]]
    stop_s: int = 5
    start_s: int = 3


def python(*arguments: str) -> Callable[[Settings], list[str]]:
    """A Python program of the virtual environment."""
    return lambda settings: [str(settings.prefix / "bin" / "python"), *arguments]


def installed(name: str, *arguments: str) -> Callable[[Settings], list[str]]:
    """A program that a package put into the virtual environment."""
    return lambda settings: [str(settings.prefix / "bin" / name), *arguments]


def nothing(settings: Settings, state: StateFolder, given: Given) -> dict[str, str]:
    """No variable of its own."""
    return {}


def api(settings: Settings, state: StateFolder, given: Given) -> dict[str, str]:
    """The API: both service tokens, what the tutor must not give away, and alone the model."""
    own = {name: given[name] for name in (*MODEL, *API) if given.get(name)}
    return own | {
        "ATLAS_FINGERPRINTS": str(state.fingerprints),
        "ATLAS_CATALOGUE": str(state.catalogue),
        "ATLAS_HUB_URL": settings.hub_api_url,
        "ATLAS_API_HUB_TOKEN": state.secret("api-hub-token"),
        "ATLAS_WORKER_TOKEN": state.secret("worker-token"),
    }


def worker(settings: Settings, state: StateFolder, given: Given) -> dict[str, str]:
    """The grader: its bearer token, and where the API is."""
    return {
        "ATLAS_CATALOGUE": str(state.catalogue),
        "ATLAS_API_URL": settings.api_url,
        "ATLAS_WORKER_TOKEN": state.secret("worker-token"),
    }


def culler(settings: Settings, state: StateFolder, given: Given) -> dict[str, str]:
    """The culler: a token that may see activity and end servers."""
    return {
        "JUPYTERHUB_API_TOKEN": state.secret("culler-token"),
        "JUPYTERHUB_API_URL": settings.hub_api_url,
        "JUPYTERHUB_SERVICE_NAME": CULLER_SERVICE,
    }


def culler_command(settings: Settings) -> list[str]:
    """The culler's line; it looks ten times in the time that a server may be idle."""
    idle_s = settings.idle_minutes * 60
    return [
        *installed("jupyterhub-idle-culler")(settings),
        f"--timeout={idle_s}",
        f"--cull-every={max(5, idle_s // 10)}",
        f"--url={settings.hub_api_url}",
    ]


def proxy_command(settings: Settings) -> list[str]:
    """traefik's line, which is its whole static configuration; the hub writes the rules.

    Its own API stands on a port of its own behind a password; only `/ping` answers anybody.
    """
    return [
        str(settings.prefix / "bin" / "traefik"),
        f"--entrypoints.http.address=127.0.0.1:{settings.port}",
        f"--entrypoints.auth_api.address=127.0.0.1:{settings.proxy_port}",
        "--entrypoints.http.transport.lifecycle.gracetimeout=2s",
        f"--providers.file.filename={StateFolder(settings.state).rules}",
        "--providers.file.watch=true",
        "--providers.providersthrottleduration=0s",
        "--api=true",
        "--api.dashboard=false",
        "--ping=true",
        "--ping.entrypoint=auth_api",
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
        "--log.format=json",
        "--log.level=WARN",
        "--accesslog=true",
        "--accesslog.format=json",
        "--accesslog.fields.headers.names.X-Request-Id=keep",
    ]


def hub_command(settings: Settings) -> list[str]:
    """The hub's line."""
    config = settings.project / "hub" / "jupyterhub_config.py"
    return [str(settings.prefix / "bin" / "jupyterhub"), f"--config={config}"]


PROGRAMS = (
    Program(name="proxy", command=proxy_command, environ=nothing),
    Program(name="hub", command=hub_command, environ=nothing),
    Program(name="api", command=python("-m", "atlas_api"), environ=api),
    Program(name="worker", command=python("-m", "atlas_grading.worker"), environ=worker),
    Program(name="culler", command=culler_command, environ=culler),
)


def programs(settings: Settings) -> tuple[Program, ...]:
    """What runs in this installation: no culler where nothing is ever idle for too long."""
    return tuple(p for p in PROGRAMS if p.name != "culler" or settings.idle_minutes > 0)


def environ_of(
    program: Program, settings: Settings, state: StateFolder, given: Given
) -> dict[str, str]:
    """The whole environment of a program; `given` is what the operator's shell had."""
    common = {name: given[name] for name in EVERYWHERE if name in given}
    return (
        common
        | {
            "PYTHONUNBUFFERED": "1",
            "ATLAS_STATE": str(settings.state),
            "ATLAS_PORT": str(settings.port),
            "ATLAS_COURSES": ",".join(settings.courses),
            "ATLAS_IDLE_MINUTES": str(settings.idle_minutes),
            "ATLAS_MEMORY_MB": str(settings.memory_mb),
            "ATLAS_PROCESSES": str(settings.processes),
            "ATLAS_CONFINED": str(int(settings.confined)),
        }
        | program.environ(settings, state, given)
    )
