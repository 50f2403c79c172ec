"""Who may sign in, as pure functions: groups of an OpenID provider to hub groups and operators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from atlas_hub.accounts import CANARY, RESERVED
from atlas_hub.kubernetes.values import Oidc

Traits = dict[str, object]


def oidc_traits(oidc: Oidc, *, secret: str) -> Traits:
    """Traits of oauthenticator's GenericOAuthenticator."""
    return {
        "client_id": oidc.client_id,
        "client_secret": secret,
        "authorize_url": oidc.authorize_url,
        "token_url": oidc.token_url,
        "userdata_url": oidc.userinfo_url,
        "oauth_callback_url": oidc.callback_url,
        "scope": list(oidc.scope),
        "username_claim": oidc.username_claim,
        "login_service": oidc.title,
        "manage_groups": True,
        "auth_state_groups_key": lambda state: hub_groups(oidc, claim(oidc, state)),
        "admin_groups": {OPERATORS},
        "allowed_groups": {*oidc.groups, OPERATORS},
        "enable_auth_state": True,
        "enable_pkce": True,
    }


OPERATORS = "operators"


def claim(oidc: Oidc, auth_state: Mapping[str, object]) -> list[str]:
    """The provider's groups of a person, from what oauthenticator keeps; none if it says none."""
    answer = auth_state.get("oauth_user") or {}
    groups = answer.get(oidc.groups_claim) if isinstance(answer, Mapping) else None
    return [str(group) for group in groups] if isinstance(groups, list | tuple) else []


def hub_groups(oidc: Oidc, given: Iterable[str]) -> set[str]:
    """Hub groups of somebody in the provider's groups `given`."""
    held = frozenset(given)
    groups = {hub for hub, theirs in oidc.groups.items() if held & set(theirs)}
    if held & set(oidc.admin_groups):
        groups.add(OPERATORS)
    return groups


def name_is_free(name: str) -> bool:
    """Whether a person may be called so: courses' servers and the canary have prefixes."""
    return not name.startswith((RESERVED, CANARY))
