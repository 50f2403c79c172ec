"""A person's pod: pure functions from values, name and groups to KubeSpawner's traits.

What the pod is guaranteed to be: uid 1000, no privilege to gain, no capability, a read-only root
but for the home and two scratch folders of a fixed size, no service-account token, no environment
of neighbouring Services, requests and limits on everything. Where it may connect to is said by the
chart's NetworkPolicies, which know it by its labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from atlas_hub.accounts import RESERVED
from atlas_hub.kubernetes.values import Profile, Servers, Values
from atlas_hub.view import formgrader_url

HOME = "/home/atlas"
JUPYTER = "/srv/jupyter"
GRADERS = "/opt/atlas/project/graders/atlas_grading/course_server"
UID = 1000
Traits = dict[str, object]


def common_traits(values: Values) -> Traits:
    """What is the same for everybody."""
    servers = values.servers
    return {
        "namespace": values.namespace,
        "pod_name_template": f"{values.release}-server-{{user_server}}",
        "image": servers.image,
        "image_pull_policy": servers.pull_policy,
        "image_pull_secrets": list(servers.pull_secrets),
        "cmd": list(servers.command),
        "default_url": servers.default_url,
        "uid": UID,
        "gid": UID,
        "fs_gid": UID,
        "allow_privilege_escalation": False,
        "automount_service_account_token": False,
        "enable_user_namespaces": False,
        "working_dir": HOME,
        "common_labels": {
            "app.kubernetes.io/name": "atlas",
            "app.kubernetes.io/instance": values.release,
            "app.kubernetes.io/managed-by": "kubespawner",
        },
        "component_label": "server",
        "pod_security_context": {
            "runAsNonRoot": True,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "container_security_context": {
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "extra_pod_config": {
            "enableServiceLinks": False,
            "terminationGracePeriodSeconds": 10,
            **({"runtimeClassName": servers.runtime_class} if servers.runtime_class else {}),
        },
        "extra_container_config": {},
        "priority_class_name": servers.priority_class,
        "node_selector": servers.node_selector,
        "tolerations": list(servers.tolerations),
        "storage_pvc_ensure": True,
        "storage_class": servers.storage.class_name or None,
        "storage_capacity": servers.storage.capacity,
        "storage_access_modes": list(servers.storage.access_modes),
        "pvc_name_template": f"{values.release}-home-{{username}}",
        "delete_pvc": True,
        "start_timeout": servers.start_timeout_s,
        "http_timeout": servers.start_timeout_s,
        "env_keep": [],
        "disable_user_config": True,
    }


def course_of(values: Values, name: str) -> str | None:
    """The course whose own server this is, or None for a person's."""
    course = name.removeprefix(RESERVED)
    return course if name.startswith(RESERVED) and course in values.courses else None


def profiles_of(values: Values, name: str, groups: Iterable[str]) -> tuple[Profile, ...]:
    """The sizes that somebody may choose, in the chart's order; the first one is the default.

    The course's own server has the first. Nobody is left without: where groups leave nothing, the
    first is given.
    """
    profiles = values.servers.profiles
    if course_of(values, name):
        return profiles[:1]
    held = frozenset(groups)
    return tuple(p for p in profiles if not p.groups or held & set(p.groups)) or profiles[:1]


def chosen(offered: Sequence[Profile], name: object) -> Profile:
    """The size of that name, or the default where it is not offered (any more)."""
    return next((profile for profile in offered if profile.name == name), offered[0])


def size_traits(profile: Profile) -> Traits:
    """The traits that a size sets."""
    return {
        "cpu_guarantee": cores(profile.cpu.request),
        "cpu_limit": cores(profile.cpu.limit),
        "mem_guarantee": memory(profile.memory.request),
        "mem_limit": memory(profile.memory.limit),
        "extra_labels": {
            "atlas/profile": profile.name,
            "atlas/internet": "allowed" if profile.internet else "denied",
        },
    }


def profile_list(profiles: Iterable[Profile]) -> list[dict[str, object]]:
    """KubeSpawner's own form of it: a page is shown where there is something to choose."""
    return [
        {
            "display_name": profile.title,
            "slug": profile.name,
            "description": profile.description,
            "default": position == 0,
            "kubespawner_override": size_traits(profile),
        }
        for position, profile in enumerate(profiles)
    ]


def volume_traits(values: Values, name: str, claim: str) -> Traits:
    """The home and the scratch folders.

    claim: the person's own; a course's own server has the course's volume as home instead.
    """
    course = course_of(values, name)
    if course:
        claim = f"{values.release}-course-{course}"
    return {
        "storage_pvc_ensure": course is None,
        "volumes": [
            {"name": "home", "persistentVolumeClaim": {"claimName": claim}},
            {"name": "tmp", "emptyDir": {"sizeLimit": values.servers.scratch}},
            {"name": "run", "emptyDir": {"sizeLimit": "32Mi", "medium": "Memory"}},
        ],
        "volume_mounts": [
            {"name": "home", "mountPath": HOME},
            {"name": "tmp", "mountPath": "/tmp"},
            {"name": "run", "mountPath": "/run/jupyter"},
        ],
    }


def image_of(servers: Servers, course: str | None) -> str:
    """Learners never get the image that holds the grading package."""
    return servers.course_image if course else servers.image


def environ(values: Values, name: str, groups: Iterable[str]) -> dict[str, str]:
    """What a server gets besides the hub's own names, as on one machine."""
    course = course_of(values, name)
    config = [f"{JUPYTER}/learner", f"{JUPYTER}/etc"]
    own: dict[str, str] = {}
    if course:
        config = [GRADERS, f"{JUPYTER}/course", f"{JUPYTER}/etc"]
        own["ATLAS_COURSE"] = course
    held = frozenset(groups)
    taught = [course for course in values.courses if f"{course}-instructors" in held]
    if taught:
        own["ATLAS_FORMGRADER_URL"] = formgrader_url(taught[0])
    return own | {
        "ATLAS_API_URL": values.api_url,
        "ATLAS_COURSES": ",".join(values.courses),
        "ATLAS_CATALOGUE": "/srv/atlas/catalogue.sqlite",
        "HOME": HOME,
        "USER": name,
        "LOGNAME": name,
        "SHELL": "/bin/bash",
        "LANG": "C.UTF-8",
        "JUPYTER_CONFIG_PATH": ":".join(config),
        "JUPYTER_PATH": f"{JUPYTER}/share",
        "JUPYTER_RUNTIME_DIR": "/run/jupyter",
        "XDG_CACHE_HOME": "/tmp/cache",
    }


def cores(text: str) -> float:
    """`500m` or `2` as a number of cores."""
    return int(text[:-1]) / 1000 if text.endswith("m") else float(text)


def memory(text: str) -> str:
    """KubeSpawner reads K, M, G, T as powers of 1024: `1Gi` is its `1G`."""
    return text.removesuffix("i")
