"""What is assumed where the author says nothing. Each default is shown as assumed, and why.

The figures are orders of magnitude of ordinary deployments inside one region, so that a reader can
ask "what if"; none of them is measured on the reader's system.
"""

from atlas_core.diagram.vocabulary import Role

LOAD_PER_S = 100.0
UTILISATION = 0.6
TIMEOUT_S = 1.0
CLIENT_TIMEOUT_S = 3.0
BACKOFF_S = 0.05
RATE_SIMULATED_MAX_PER_S = 1000.0

SERVICE_S: dict[Role | None, float] = {
    Role.CLIENT: 0.0,
    Role.CDN: 0.005,
    Role.DNS: 0.001,
    Role.LOAD_BALANCER: 0.0005,
    Role.GATEWAY: 0.002,
    Role.SERVICE: 0.010,
    Role.WORKER: 0.050,
    Role.CACHE: 0.001,
    Role.DATABASE: 0.005,
    Role.OBJECT_STORE: 0.020,
    Role.SEARCH: 0.020,
    Role.QUEUE: 0.002,
    Role.STREAM: 0.002,
    Role.COORDINATOR: 0.005,
    Role.MONITOR: 0.001,
    Role.EXTERNAL: 0.100,
    None: 0.010,
}
HIT_RATIO = {Role.CACHE: 0.8, Role.CDN: 0.9}


def usual(role: Role | None) -> str:
    """The reason of a default that depends on the role."""
    return f"usual for a {role.value.replace('_', ' ')}" if role else "usual for a service"
