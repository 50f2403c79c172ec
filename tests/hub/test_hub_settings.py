from pathlib import Path

import pytest
from atlas_hub.settings import Settings, SettingsError


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environ({})
    assert settings.port == 8000
    assert settings.state.name == ".atlas"
    assert settings.courses == ("systems",)
    assert settings.confined


def test_the_neighbouring_ports_follow_the_public_one() -> None:
    settings = Settings.from_environ({"ATLAS_PORT": "9600"})
    assert settings.public_url == "http://127.0.0.1:9600"
    assert settings.hub_api_url == "http://127.0.0.1:9601/hub/api"
    assert settings.api_url == "http://127.0.0.1:9602"
    assert settings.proxy_api_url == "http://127.0.0.1:9603"


def test_a_relative_state_folder_becomes_absolute() -> None:
    settings = Settings.from_environ({"ATLAS_STATE": "somewhere"})
    assert settings.state == Path.cwd() / "somewhere"


@pytest.mark.parametrize("text", ["80", "65533", "-1", "8000.5", "many", "8OOO", "٨٠٠٠"])
def test_a_port_that_can_not_be_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^ATLAS_PORT is .* from 1024 to 65532\.$"):
        Settings.from_environ({"ATLAS_PORT": text})


@pytest.mark.parametrize(
    ("name", "text"),
    [("ATLAS_IDLE_MINUTES", "-5"), ("ATLAS_MEMORY_MB", "12"), ("ATLAS_PROCESSES", "3")],
)
def test_a_limit_out_of_bounds_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is "):
        Settings.from_environ({name: text})


def test_several_courses_are_split_at_commas() -> None:
    settings = Settings.from_environ({"ATLAS_COURSES": "systems, databases"})
    assert settings.courses == ("systems", "databases")


@pytest.mark.parametrize("text", ["Systems", "../up", "a", "two words", "x/y"])
def test_a_course_id_that_is_no_hub_name_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="ATLAS_COURSES names"):
        Settings.from_environ({"ATLAS_COURSES": text})


def test_a_course_named_twice_is_refused() -> None:
    with pytest.raises(SettingsError, match="none twice"):
        Settings.from_environ({"ATLAS_COURSES": "systems,systems"})
