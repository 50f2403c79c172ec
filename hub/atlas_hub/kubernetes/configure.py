"""The whole configuration of the hub on Kubernetes, beside the one of one machine.

The hub starts and ends nothing but people's pods: proxy, API, worker and culler are Deployments of
their own, so a hub that is replaced takes nobody with it and finds everything again.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from atlas_hub.accounts import CANARY
from atlas_hub.kubernetes import people, pods
from atlas_hub.kubernetes.values import Database, Secrets, Values
from atlas_hub.request_log import log_request
from atlas_hub.roles import (
    API_SERVICE,
    CULLER_SERVICE,
    SERVER_TOKEN_SCOPES,
    RoleSpec,
    course_server,
    load_roles,
)

METRICS_SERVICE = "atlas-metrics"
CANARY_SERVICE = "atlas-canary"
PROXY_USER = "atlas"


def configure(c: Any, values: Values, secrets: Secrets) -> None:
    """Fill JupyterHub's configuration object `c`; ValuesError when a secret is missing."""
    hub(c, values, secrets)
    sign_in(c, values, secrets)
    services(c, values, secrets)
    proxy(c, values, secrets)
    servers(c, values)


def hub(c: Any, values: Values, secrets: Secrets) -> None:
    """Addresses, database, logs."""
    c.JupyterHub.bind_url = "http://0.0.0.0:8000"
    c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
    c.JupyterHub.hub_connect_url = values.hub_url
    c.JupyterHub.db_url = database_url(values.database, secrets.read("hub-db-password"))
    c.JupyterHub.db_kwargs = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}
    c.JupyterHub.upgrade_db = True
    c.JupyterHub.cookie_secret = bytes.fromhex(secrets.read("cookie-secret"))
    c.JupyterHub.cleanup_servers = False
    c.JupyterHub.cleanup_proxy = False
    c.JupyterHub.concurrent_spawn_limit = values.concurrent_spawns
    c.JupyterHub.allow_named_servers = values.servers.named_per_user > 0
    c.JupyterHub.named_server_limit_per_user = values.servers.named_per_user
    c.JupyterHub.subdomain_host = values.subdomain_host
    c.CryptKeeper.keys = [bytes.fromhex(secrets.read("crypt-key"))]
    c.JupyterHub.tornado_settings = {
        "log_function": log_request,
        "slow_spawn_timeout": 0,
        "oauth_no_confirm_list": {
            f"jupyterhub-user-{course_server(course)}" for course in values.courses
        },
    }
    c.JupyterHub.logging_config = {
        "formatters": {"console": {"class": "atlas_hub.request_log.JsonLines"}}
    }


def database_url(database: Database, password: str) -> str:
    """SQLAlchemy's URL; the password may hold anything."""
    return (
        f"postgresql+psycopg://{quote(database.user, safe='')}:{quote(password, safe='')}"
        f"@{database.host}:{database.port}/{database.name}?sslmode={database.ssl_mode}"
    )


def sign_in(c: Any, values: Values, secrets: Secrets) -> None:
    """The university's provider where there is one, else accounts of our own."""
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 300
    if values.oidc:
        from oauthenticator.generic import GenericOAuthenticator  # noqa: PLC0415

        c.JupyterHub.authenticator_class = GenericOAuthenticator
        traits = people.oidc_traits(values.oidc, secret=secrets.read("oidc-client-secret"))
        for name, value in traits.items():
            c.GenericOAuthenticator[name] = value
        c.Authenticator.post_auth_hook = keep_reserved_names
        return
    from atlas_hub.signin import AccountsAuthenticator  # noqa: PLC0415

    c.JupyterHub.authenticator_class = AccountsAuthenticator
    c.AccountsAuthenticator.accounts_file = str(values.state / "accounts.json")
    c.AccountsAuthenticator.courses = list(values.courses)


def keep_reserved_names(authenticator: Any, handler: Any, authentication: Any) -> Any:
    """Refuse whoever the provider calls like a course's own server."""
    return authentication if people.name_is_free(authentication["name"]) else None


def services(c: Any, values: Values, secrets: Secrets) -> None:
    """Roles, and the services' tokens."""
    metrics = RoleSpec(
        name=METRICS_SERVICE,
        description="Read the hub's metrics",
        scopes=["read:metrics"],
        services=[METRICS_SERVICE],
    )
    canary = canary_role(f"{CANARY}{values.courses[0]}")
    c.JupyterHub.load_roles = [
        *load_roles(values.courses),
        metrics,
        *([canary] if values.canary else []),
    ]
    c.JupyterHub.services = [
        {"name": name, "api_token": secrets.read(token), "display": False}
        for name, token in (
            (API_SERVICE, "api-hub-token"),
            (CULLER_SERVICE, "culler-token"),
            (METRICS_SERVICE, "metrics-token"),
            *([(CANARY_SERVICE, "canary-token")] if values.canary else []),
        )
    ]


def canary_role(name: str) -> RoleSpec:
    """All about one user and nothing about others."""
    return RoleSpec(
        name=CANARY_SERVICE,
        description="Do once, after each deploy, what a learner does",
        scopes=[f"{scope}!user={name}" for scope in ("admin:users", "servers", "access:servers")],
        services=[CANARY_SERVICE],
    )


def proxy(c: Any, values: Values, secrets: Secrets) -> None:
    """traefik, whose routes live in Redis and so outlive the hub."""
    c.JupyterHub.proxy_class = "traefik_redis"
    c.Proxy.should_start = False
    c.TraefikProxy.traefik_entrypoint = "http"
    c.TraefikProxy.traefik_api_url = values.proxy_api_url
    c.TraefikProxy.traefik_api_username = PROXY_USER
    c.TraefikProxy.traefik_api_password = secrets.read("proxy-password")
    c.TraefikProxy.check_route_timeout = 60
    c.TraefikRedisProxy.redis_url = values.redis_url
    c.TraefikRedisProxy.redis_password = secrets.read("redis-password")


def servers(c: Any, values: Values) -> None:
    """People's pods."""
    from atlas_hub.kubernetes.spawner import PodSpawner, form_for, profiles_for  # noqa: PLC0415

    c.JupyterHub.spawner_class = PodSpawner
    c.PodSpawner.values = values
    c.PodSpawner.profile_list = profiles_for
    c.PodSpawner.options_form = form_for
    c.Spawner.server_token_scopes = list(SERVER_TOKEN_SCOPES)
    for name, value in pods.common_traits(values).items():
        c.PodSpawner[name] = value
