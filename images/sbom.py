"""Writes an SPDX 2.3 document of what is installed: `sbom.py NAME OUT`.

Read from the installed metadata of the Python packages and from dpkg, inside the image, so that it
names what is there rather than what was asked for.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

Entry = tuple[str, str, str, str]  # name, version, licence, package URL


def python_packages() -> Iterator[Entry]:
    """Every distribution of this interpreter's environment."""
    for found in distributions():
        name, version = found.metadata["Name"], found.version
        licence = found.metadata.get("License-Expression") or "NOASSERTION"
        yield name, version, licence, f"pkg:pypi/{name.lower()}@{version}"


def debian_packages() -> Iterator[Entry]:
    """Every package that dpkg knows."""
    line = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n"]
    for row in subprocess.run(line, capture_output=True, text=True, check=True).stdout.splitlines():
        name, version = row.split(" ", 1)
        yield name, version, "NOASSERTION", f"pkg:deb/debian/{name}@{version}"


def document(name: str, entries: list[Entry]) -> dict[str, object]:
    """The SPDX document; the same packages give the same bytes."""
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"atlas-{name}",
        "documentNamespace": f"urn:atlas:sbom:{name}",
        "creationInfo": {"created": "1970-01-01T00:00:00Z", "creators": ["Tool: atlas-sbom"]},
        "packages": [
            {
                "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", url.split(":", 1)[1]),
                "name": name,
                "versionInfo": version,
                "licenseDeclared": licence,
                "licenseConcluded": "NOASSERTION",
                "copyrightText": "NOASSERTION",
                "downloadLocation": "NOASSERTION",
                "filesAnalyzed": False,
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": url,
                    }
                ],
            }
            for name, version, licence, url in entries
        ],
    }


def main() -> None:
    """Write the document."""
    name, out = sys.argv[1], Path(sys.argv[2])
    entries = sorted([*python_packages(), *debian_packages()])
    out.write_text(json.dumps(document(name, entries), indent=1) + "\n")


if __name__ == "__main__":
    main()
