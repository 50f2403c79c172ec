"""The whole configuration of the hub on one machine.

The hub starts and ends nothing but learners' servers: proxy, API, worker and culler stand beside it
under the supervisor, so that a hub that is killed takes nobody with it and finds everything again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from atlas_hub import kubernetes
from atlas_hub.request_log import log_request
from atlas_hub.roles import (
    API_SERVICE,
    CULLER_SERVICE,
    SERVER_TOKEN_SCOPES,
    course_server,
    load_roles,
)
from atlas_hub.settings import Settings
from atlas_hub.signin import AccountsAuthenticator
from atlas_hub.spawner import ServerSpawner
from atlas_hub.state import StateFolder

PROXY_USER = "atlas"
PAGES = Path(__file__).with_name("pages")


def configure(c: Any, settings: Settings) -> None:
    """Fill JupyterHub's configuration object `c`; OSError when a secret is missing."""
    if values := os.environ.get("ATLAS_KUBERNETES"):  # the chart's values, one file
        secrets = kubernetes.Secrets(Path(os.environ["ATLAS_SECRETS"]))
        kubernetes.configure(c, kubernetes.read_values(Path(values)), secrets)
        return
    state = StateFolder(settings.state)
    hub(c, settings, state)
    people(c, settings, state)
    proxy(c, settings, state)
    servers(c, settings)


def hub(c: Any, settings: Settings, state: StateFolder) -> None:
    """Addresses, database, logs."""
    c.JupyterHub.bind_url = settings.public_url
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.JupyterHub.db_url = f"sqlite:///{state.hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(state.secret_file("cookie"))
    c.JupyterHub.cleanup_servers = False
    c.JupyterHub.cleanup_proxy = False
    c.JupyterHub.tornado_settings = {
        "log_function": log_request,
        # An instructor opens the course's own server without being asked whether they trust it.
        "oauth_no_confirm_list": {
            f"jupyterhub-user-{course_server(course)}" for course in settings.courses
        },
    }
    c.JupyterHub.logging_config = {
        "formatters": {"console": {"class": "atlas_hub.request_log.JsonLines"}}
    }
    c.JupyterHub.template_paths = [str(PAGES)]
    c.JupyterHub.template_vars = {
        "announcement_login": announcement(settings),
        "demo_hint": demo_hint(state),
    }


def demo_hint(state: StateFolder) -> str:
    """Where the demo's passwords are, while the demo's accounts are there."""
    if not state.demo_passwords.exists():
        return ""
    return "This is a demo: its names and passwords are in accounts.txt in the state folder."


def announcement(settings: Settings) -> str:
    """What the sign-in page says in a mode that is not the usual one."""
    if settings.confined:
        return ""
    return "Servers can't be confined on this machine: Atlas serves one person, <b>admin</b>."


def people(c: Any, settings: Settings, state: StateFolder) -> None:
    """Sign-in, groups, roles, and the services' tokens."""
    c.JupyterHub.authenticator_class = AccountsAuthenticator
    c.AccountsAuthenticator.accounts_file = str(state.accounts)
    c.AccountsAuthenticator.courses = list(settings.courses)
    c.AccountsAuthenticator.one_person = not settings.confined
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 60
    c.JupyterHub.load_roles = load_roles(settings.courses)
    c.JupyterHub.services = [
        {"name": API_SERVICE, "api_token": state.secret("api-hub-token"), "display": False},
        {"name": CULLER_SERVICE, "api_token": state.secret("culler-token"), "display": False},
    ]


def proxy(c: Any, settings: Settings, state: StateFolder) -> None:
    """traefik, which the supervisor runs: the hub writes its rules and asks whether they hold."""
    c.JupyterHub.proxy_class = "traefik_file"
    c.Proxy.should_start = False
    c.TraefikProxy.traefik_api_url = settings.proxy_api_url
    c.TraefikProxy.traefik_api_username = PROXY_USER
    c.TraefikProxy.traefik_api_password = state.secret("proxy-password")
    c.TraefikFileProviderProxy.dynamic_config_file = str(state.rules)


def servers(c: Any, settings: Settings) -> None:
    """Learners' servers: JupyterLab, confined."""
    c.JupyterHub.spawner_class = ServerSpawner
    c.ServerSpawner.settings = settings
    c.Spawner.default_url = "/lab"
    c.Spawner.env_keep = []
    c.Spawner.server_token_scopes = list(SERVER_TOKEN_SCOPES)
    c.Spawner.disable_user_config = True
    c.Spawner.start_timeout = 60
    c.Spawner.http_timeout = 60
