import pytest
from rendered_chart import CHART, Json, find_helm, render


@pytest.fixture(scope="session", params=["defaults", "everything-on", "no-hub"])
def objects(request: pytest.FixtureRequest) -> list[Json]:
    need_helm()
    lines = {
        "defaults": [],
        "everything-on": ["--values", str(CHART / "lint-values.yaml")],
        "no-hub": ["--set", "hub.enabled=false"],
    }
    return render(*lines[request.param])


@pytest.fixture
def helm() -> None:
    need_helm()


def need_helm() -> None:
    if find_helm() is None:
        pytest.skip("helm is not here: install Helm 3 to render the chart")
