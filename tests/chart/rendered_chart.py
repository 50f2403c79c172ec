"""Renders the chart with helm and walks what comes out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
CHART = PROJECT / "helm" / "atlas"
KUBERNETES = "1.34.4"
Json = dict[str, Any]


def find_helm() -> str | None:
    """Helm on the PATH, or beside the cluster that is built on this machine."""
    home = Path(os.environ.get("CLUSTER_HOME", "/var/lib/atlas-cluster"))
    return shutil.which("helm") or shutil.which("helm", path=str(home / "bin"))


def render(*arguments: str) -> list[Json]:
    """The objects that helm makes of the chart."""
    ended = run(*arguments)
    assert ended.returncode == 0, ended.stderr
    return [found for found in yaml.safe_load_all(ended.stdout) if found]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`helm template`; with what it printed."""
    helm = find_helm()
    assert helm
    line = [helm, "template", "atlas", str(CHART), "--kube-version", KUBERNETES, *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@dataclass(frozen=True, slots=True)
class Container:
    """One container and the pod that it is in."""

    name: str
    pod: Json
    spec: Json


def pods(objects: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every pod template, by the kind and name of its owner."""
    for found in objects:
        template = found.get("spec", {}).get("template")
        if isinstance(template, dict) and "spec" in template:
            yield f"{found['kind']}/{found['metadata']['name']}", template["spec"]


def containers(objects: list[Json]) -> Iterator[Container]:
    """Every container of every pod template, init containers included."""
    for owner, pod in pods(objects):
        for spec in [*pod.get("initContainers", []), *pod["containers"]]:
            yield Container(name=f"{owner}/{spec['name']}", pod=pod, spec=spec)
