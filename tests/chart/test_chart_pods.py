"""From the chart's values to a person's pod: the pure functions, each case."""

from pathlib import Path

import pytest
from atlas_hub.kubernetes import Secrets, Values, ValuesError, people, pods, read_values
from atlas_hub.kubernetes.configure import configure, database_url
from atlas_hub.kubernetes.progress import sentence
from atlas_hub.kubernetes.values import Database, Oidc, Profile, Servers, Size, Storage
from traitlets.config import Config

CPU, MEMORY = Size(request="50m", limit="2"), Size(request="256Mi", limit="1Gi")
SMALL = Profile(name="small", title="Small", cpu=CPU, memory=MEMORY)
LARGE = Profile(
    name="large",
    title="Large",
    groups=("systems-instructors",),
    cpu=Size(request="1", limit="4"),
    memory=Size(request="1Gi", limit="8Gi"),
    internet=True,
)


def values(**changed: object) -> Values:
    servers = Servers(image="r/singleuser:1", course_image="r/course:1", profiles=(SMALL, LARGE))
    given: dict[str, object] = {
        "release": "atlas",
        "namespace": "learning",
        "courses": ("systems", "databases"),
        "hub_url": "http://atlas-hub:8081",
        "api_url": "http://atlas-api:8002",
        "proxy_api_url": "http://atlas-proxy-api:8003",
        "redis_url": "redis://atlas-redis:6379",
        "database": Database(host="db"),
        "servers": servers,
    }
    return Values.model_validate(given | changed)


def test_a_pod_is_nobody_with_no_token_and_a_read_only_root() -> None:
    traits = pods.common_traits(values())
    assert traits["uid"] == traits["gid"] == traits["fs_gid"] == 1000
    assert traits["automount_service_account_token"] is False
    assert traits["allow_privilege_escalation"] is False
    assert traits["container_security_context"] == {
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    extra = traits["extra_pod_config"]
    assert isinstance(extra, dict)
    assert extra["enableServiceLinks"] is False
    assert "runtimeClassName" not in extra
    assert traits["env_keep"] == []


def test_every_trait_is_one_that_the_spawner_has() -> None:
    from atlas_hub.kubernetes.spawner import PodSpawner  # noqa: PLC0415  (KubeSpawner is slow)

    person = pods.volume_traits(values(), "ada", "claim") | pods.size_traits(SMALL)
    for name in pods.common_traits(values()) | person:
        assert PodSpawner.class_traits()[name], name


def test_a_stronger_runtime_is_asked_for_where_the_chart_names_one() -> None:
    servers = values().servers.model_copy(update={"runtime_class": "gvisor"})
    extra = pods.common_traits(values(servers=servers))["extra_pod_config"]
    assert isinstance(extra, dict)
    assert extra["runtimeClassName"] == "gvisor"


@pytest.mark.parametrize(
    ("name", "groups", "offered"),
    [
        ("ada", ["systems-learners"], ["small"]),
        ("ines", ["systems-instructors"], ["small", "large"]),
        ("nobody", [], ["small"]),
        ("course-systems", ["systems-instructors"], ["small"]),
        ("course-unknown", ["systems-instructors"], ["small", "large"]),
    ],
)
def test_sizes_follow_the_groups(name: str, groups: list[str], offered: list[str]) -> None:
    assert [profile.name for profile in pods.profiles_of(values(), name, groups)] == offered


def test_nobody_is_left_without_a_size() -> None:
    servers = values().servers.model_copy(update={"profiles": (LARGE,)})
    assert pods.profiles_of(values(servers=servers), "ada", []) == (LARGE,)


@pytest.mark.parametrize(
    ("asked", "given"),
    [("large", "large"), ("small", "small"), (None, "small"), ("gone", "small"), (7, "small")],
)
def test_a_size_that_is_not_offered_any_more_is_the_default(asked: object, given: str) -> None:
    assert pods.chosen((SMALL, LARGE), asked).name == given


def test_a_size_sets_requests_limits_and_the_label_that_network_rules_read() -> None:
    assert pods.size_traits(SMALL) == {
        "cpu_guarantee": 0.05,
        "cpu_limit": 2.0,
        "mem_guarantee": "256M",
        "mem_limit": "1G",
        "extra_labels": {"atlas/profile": "small", "atlas/internet": "denied"},
    }
    assert pods.size_traits(LARGE)["extra_labels"] == {
        "atlas/profile": "large",
        "atlas/internet": "allowed",
    }


def test_the_spawn_page_marks_the_first_size_as_default() -> None:
    first, second = pods.profile_list([SMALL, LARGE])
    assert (first["slug"], first["default"]) == ("small", True)
    assert (second["slug"], second["default"]) == ("large", False)
    assert second["kubespawner_override"] == pods.size_traits(LARGE)


def test_a_person_has_a_volume_of_their_own_and_bounded_scratch() -> None:
    traits = pods.volume_traits(values(), "ada", "atlas-home-ada")
    assert traits["storage_pvc_ensure"] is True
    volumes = traits["volumes"]
    assert isinstance(volumes, list)
    assert volumes[0]["persistentVolumeClaim"] == {"claimName": "atlas-home-ada"}
    assert all(volume["emptyDir"]["sizeLimit"] for volume in volumes[1:])


def test_a_courses_server_has_the_courses_volume_and_the_image_with_the_grader() -> None:
    traits = pods.volume_traits(values(), "course-systems", "atlas-home-course-systems")
    assert traits["storage_pvc_ensure"] is False
    volumes = traits["volumes"]
    assert isinstance(volumes, list)
    assert volumes[0]["persistentVolumeClaim"] == {"claimName": "atlas-course-systems"}
    servers = values().servers
    assert pods.image_of(servers, "systems") == "r/course:1"
    assert pods.image_of(servers, None) == "r/singleuser:1"


def test_only_a_course_that_exists_makes_a_courses_server() -> None:
    assert pods.course_of(values(), "course-systems") == "systems"
    assert pods.course_of(values(), "course-other") is None
    assert pods.course_of(values(), "systems") is None


def test_a_learner_is_told_where_the_api_is_and_nothing_of_grading() -> None:
    env = pods.environ(values(), "ada", ["systems-learners"])
    assert env["ATLAS_API_URL"] == "http://atlas-api:8002"
    assert env["ATLAS_COURSES"] == "systems,databases"
    assert env["HOME"] == "/home/atlas"
    assert "ATLAS_COURSE" not in env
    assert "ATLAS_FORMGRADER_URL" not in env
    assert "graders" not in env["JUPYTER_CONFIG_PATH"]


def test_an_instructor_is_told_where_formgrader_is() -> None:
    env = pods.environ(values(), "ines", ["databases-instructors"])
    assert env["ATLAS_FORMGRADER_URL"].startswith("/hub/spawn/course-databases")


def test_a_courses_server_is_configured_for_nbgrader() -> None:
    env = pods.environ(values(), "course-systems", [])
    assert env["ATLAS_COURSE"] == "systems"
    assert env["JUPYTER_CONFIG_PATH"].split(":")[0] == pods.GRADERS


@pytest.mark.parametrize(
    ("text", "expected"), [("500m", 0.5), ("2", 2.0), ("1500m", 1.5), ("0.5", 0.5)]
)
def test_cores_are_numbers(text: str, expected: float) -> None:
    assert pods.cores(text) == expected


OIDC = Oidc(
    client_id="atlas",
    authorize_url="https://login/a",
    token_url="https://login/t",
    userinfo_url="https://login/u",
    callback_url="https://atlas/hub/oauth_callback",
    groups={"systems-learners": ("cs101", "cs102"), "systems-instructors": ("staff",)},
    admin_groups=("it",),
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["cs102"], {"systems-learners"}),
        (["cs101", "staff"], {"systems-learners", "systems-instructors"}),
        (["it"], {"operators"}),
        (["systems-instructors", "operators"], set()),
        ([], set()),
    ],
)
def test_the_providers_groups_become_ours_by_the_table_alone(
    given: list[str], expected: set[str]
) -> None:
    assert people.hub_groups(OIDC, given) == expected


@pytest.mark.parametrize(
    "state", [{}, {"oauth_user": None}, {"oauth_user": {}}, {"oauth_user": {"groups": "it"}}]
)
def test_a_claim_of_another_shape_gives_no_group(state: dict[str, object]) -> None:
    assert people.claim(OIDC, state) == []


def test_nobody_from_the_provider_can_be_called_like_a_courses_server() -> None:
    assert people.name_is_free("ada")
    assert not people.name_is_free("course-systems")


def test_oidc_traits_are_ones_that_the_authenticator_has() -> None:
    from oauthenticator.generic import GenericOAuthenticator  # noqa: PLC0415

    for name in people.oidc_traits(OIDC, secret="x"):
        assert GenericOAuthenticator.class_traits()[name], name


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ("0/3 nodes are available: 3 Insufficient memory.", "no room"),
        ('Failed to pull image "x": not found', "operator"),
        ("pods is forbidden: exceeded quota", "quota"),
        ("Successfully assigned a/b to node", "place"),
        ("a message nobody foresaw", "a message nobody foresaw"),
    ],
)
def test_what_kubernetes_says_is_told_in_words(event: str, word: str) -> None:
    assert word in sentence(event)


def test_a_password_may_hold_anything() -> None:
    url = database_url(Database(host="db", ssl_mode="require"), "a@b:c/d")
    assert url == "postgresql+psycopg://hub:a%40b%3Ac%2Fd@db:5432/hub?sslmode=require"


def secrets_in(folder: Path) -> Secrets:
    for name in ("hub-db-password", "cookie-secret", "crypt-key", "api-hub-token", "culler-token"):
        (folder / name).write_text("ab" * 32)
    for name in ("metrics-token", "proxy-password", "redis-password", "oidc-client-secret"):
        (folder / name).write_text("cd" * 32)
    return Secrets(folder)


def test_the_hub_is_configured_for_either_kind_of_sign_in(tmp_path: Path) -> None:
    for oidc in (None, OIDC):
        c = Config()
        configure(c, values(oidc=oidc), secrets_in(tmp_path))
        assert c.JupyterHub.cleanup_servers is False
        assert c.Proxy.should_start is False
        names = {service["name"] for service in c.JupyterHub.services}
        assert names == {"atlas-api", "atlas-culler", "atlas-metrics"}
        assert ("client_secret" in c.GenericOAuthenticator) is (oidc is not None)


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValuesError, match="hub-db-password"):
        configure(Config(), values(), Secrets(tmp_path))


def test_an_unknown_value_is_refused_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "values.json"
    text = values().model_dump_json(by_alias=True)
    path.write_text(text.replace('"startTimeoutS"', '"startTimeout"'))
    with pytest.raises(ValuesError, match=r"servers\.startTimeout"):
        read_values(path)


def test_storage_has_defaults() -> None:
    assert Storage().access_modes == ("ReadWriteOnce",)
