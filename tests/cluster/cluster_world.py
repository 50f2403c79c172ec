"""Atlas on a real cluster: kubectl, helm, a release, and a way in through a port-forward."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from machine_room import Person, wait_for
from set_up import PROJECT, program

CHART = PROJECT / "helm" / "atlas"
FORWARDING = re.compile(r"127\.0\.0\.1:(\d+)")
Json = dict[str, Any]


def call(*line: str, given: str | None = None, check: bool = True, timeout_s: int = 300) -> str:
    """Run a program; its standard output."""
    ended = subprocess.run(
        line, capture_output=True, text=True, input=given, check=False, timeout=timeout_s
    )
    assert not check or ended.returncode == 0, f"{' '.join(line[:8])}: {ended.stderr[-1500:]}"
    return ended.stdout


@dataclass(slots=True)
class Release:
    """One installation in a namespace of its own. values: `--set` arguments; files: of values."""

    kubeconfig: str
    values: list[str]
    files: list[Path] = field(default_factory=list)
    name: str = "atlas"
    namespace: str = "atlas-test"
    people: dict[str, Person] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    url: str = ""

    def kubectl(self, *line: str, given: str | None = None, check: bool = True) -> str:
        """kubectl in the release's namespace."""
        tool = program("kubectl") or "kubectl"
        where = (f"--kubeconfig={self.kubeconfig}", "-n", self.namespace)
        return call(tool, *where, *line, given=given, check=check)

    def helm(self, *line: str, timeout_s: int = 400, check: bool = True) -> str:
        """helm in the release's namespace."""
        tool = program("helm") or "helm"
        where = (f"--kubeconfig={self.kubeconfig}", "-n", self.namespace)
        return call(tool, *where, *line, timeout_s=timeout_s, check=check)

    def install(self, *more: str) -> float:
        """`helm install`; seconds until everything is ready and the network rules are proven."""
        began = time.monotonic()
        given = self._given(more, self.files)
        self.helm("install", self.name, str(CHART), "--wait", "--timeout", "5m", *given)
        return time.monotonic() - began

    def upgrade(self, *more: str, files: Sequence[Path] = (), canary: bool = False) -> None:
        """`helm upgrade` with the release's values and more; the canary takes half a minute."""
        switch = f"canary.enabled={str(canary).lower()}"
        given = self._given((*more, switch), (*self.files, *files))
        self.helm("upgrade", self.name, str(CHART), "--wait", "--timeout", "5m", *given)

    def _given(self, more: Sequence[str], files: Sequence[Path]) -> list[str]:
        sets = [part for value in (*self.values, *more) for part in ("--set", value)]
        return sets + [part for path in files for part in ("--values", str(path))]

    def get(self, *line: str) -> Json:
        """`kubectl get` as JSON."""
        found: Json = json.loads(self.kubectl("get", *line, "-o", "json"))
        return found

    def pod(self, component: str) -> Json:
        """The one running pod of a component."""
        selector = f"app.kubernetes.io/component={component}"
        items = self.get("pods", "-l", selector, "--field-selector=status.phase=Running")["items"]
        alive = [item for item in items if "deletionTimestamp" not in item["metadata"]]
        assert alive, f"no pod of {component} runs"
        return dict(alive[0])

    def address(self, component: str) -> str:
        """The address of a component's pod."""
        return str(self.pod(component)["status"]["podIP"])

    def secret(self, key: str) -> str:
        """One key of the release's Secret."""
        data = self.get("secret", f"{self.name}-secrets")["data"]
        return base64.b64decode(data[key]).decode()

    def sql(self, database: str, query: str) -> list[list[str]]:
        """Rows of the release's own PostgreSQL; database: hub or api."""
        password = f"PGPASSWORD=$(cat /run/secrets/atlas/{database}-db-password)"
        line = f'{password} psql -h 127.0.0.1 -U {database} -d {database} -tA -c "{query}"'
        told = self.kubectl("exec", f"deployment/{self.name}-postgresql", "--", "sh", "-c", line)
        return [row.split("|") for row in told.splitlines()]

    def admin(self) -> Person:
        """The first operator, whose password the chart made."""
        self.passwords["admin"] = self.secret("first-admin-password")
        return self.person("admin")

    def invite(self, name: str, role: str) -> str:
        """An account; its password."""
        line = ["python", "-m", "atlas_hub.kubernetes.accounts", "invite", name, "systems", role]
        told = self.kubectl("exec", f"deployment/{self.name}-hub", "-c", "hub", "--", *line)
        self.passwords[name] = told.split()[1]
        return self.passwords[name]

    def person(self, name: str, role: str = "learner") -> Person:
        """Somebody who is signed in, invited at first use."""
        if name not in self.people:
            password = self.passwords.get(name) or self.invite(name, role)
            person = Person(self.url, name)
            person.sign_in(password)
            self.people[name] = person
        return self.people[name]

    def started(self, name: str, role: str = "learner") -> Person:
        """Somebody whose server runs."""
        person = self.person(name, role)
        if person.call("GET", f"/user/{name}/api/status").status_code != 200:
            person.start_server(within_s=120)
        return person

    def forget(self) -> None:
        """Close everybody's connections; they sign in again when they are asked for."""
        for person in self.people.values():
            person.close()
        self.people.clear()

    def hub_ready(self) -> bool:
        """Whether the hub's Deployment has its pod ready."""
        status = self.get("deployment", f"{self.name}-hub")["status"]
        return bool(status.get("readyReplicas"))


@contextmanager
def forwarded(release: Release, what: str = "service/atlas-proxy", port: int = 80) -> Iterator[str]:
    """A port of loopback that leads to the proxy; its URL."""
    line = [program("kubectl") or "kubectl", f"--kubeconfig={release.kubeconfig}"]
    line += ["-n", release.namespace, "port-forward", what, f":{port}"]
    # A file, not a pipe: a line is printed for each connection, and a full pipe stops it.
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(line, stdout=told, stderr=subprocess.STDOUT)

        def address() -> re.Match[str] | None:
            told.seek(0)
            return FORWARDING.search(told.read(4096))

        try:
            wait_for(lambda: address() is not None, 30, "kubectl port-forward")
            match = address()
            assert match
            yield f"http://127.0.0.1:{match[1]}"
        finally:
            process.terminate()
            process.wait(10)


__all__ = ["CHART", "PROJECT", "Release", "call", "forwarded", "program", "wait_for"]
