"""The scripts of a page, and the fonts, as classic scripts that a page from a file may load."""

import base64
import re
from pathlib import Path

_PACKAGE = Path(__file__).parents[2] / "packages" / "diagram"
_PLAYER = Path(__file__).parents[2] / "packages" / "player"
_EXPORTS = re.compile(r"export\s*\{([^{}]*)\};?\s*$")
_WEIGHTS = (400, 600)


class ScriptMissingError(Exception):
    """A script is not built; `sentence` says how to build it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def diagram_script(package: Path = _PACKAGE) -> str:
    """Return the bundled @atlas/diagram as a script that sets `AtlasDiagram`."""
    return _script(package, "diagram", "AtlasDiagram")


def player_script(package: Path = _PLAYER) -> str:
    """Return the bundled @atlas/player, its worker inside, as a script that sets `AtlasPlayer`."""
    return _script(package, "player", "AtlasPlayer")


def _script(package: Path, name: str, sets: str) -> str:
    """Return a bundle as a script.

    The bundle is one module whose last statement is its export; a module can't be loaded from a
    file, so that statement becomes an assignment.
    """
    place = package / "dist" / f"atlas-{name}.js"
    try:
        module = place.read_text(encoding="utf-8").rstrip()
    except OSError as error:
        raise ScriptMissingError(
            f"The script of {name}s, {place.name}, is not built. "
            f"Run: npm run build -w @atlas/{name} in extensions/packages."
        ) from error
    found = _EXPORTS.search(module)
    if found is None:
        raise ScriptMissingError(
            f"{place.name} is no single module with exports at its end; build it anew with "
            f"npm run build -w @atlas/{name} in extensions/packages."
        )
    pairs = (name.split(" as ") for name in found[1].split(","))
    names = ",".join(f"{pair[-1].strip()}:{pair[0].strip()}" for pair in pairs)
    return f'(()=>{{"use strict";{module[: found.start()]};globalThis.{sets}={{{names}}}}})();\n'


def fonts_script(package: Path = _PACKAGE) -> str:
    """Return a script that declares "Atlas Inter", with the files inside, as `atlasFonts`."""
    faces = []
    for weight in _WEIGHTS:
        data = (package / "fonts" / f"inter-{weight}.woff2").read_bytes()
        address = f"data:font/woff2;base64,{base64.b64encode(data).decode('ascii')}"
        faces.append(
            f'@font-face{{font-family:"Atlas Inter";font-weight:{weight};'
            f'src:url({address}) format("woff2")}}'
        )
    css = "".join(faces)
    return (
        f"globalThis.atlasFonts='{css}';"
        "{const style=document.createElement('style');style.textContent=globalThis.atlasFonts;"
        "document.head.append(style)}\n"
    )
