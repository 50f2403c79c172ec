"""The edits of one Mermaid block as lines of its page, with what stands left of them."""

import re
from collections.abc import Sequence

from atlas_core.diagram.model import Repair

_MARGIN = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+")


def applied(
    block: Sequence[str], repairs: Sequence[Repair], *, fence_line: int
) -> list[str] | None:
    """Return the block's lines with all `repairs`, None where a line is not as they know it.

    `block` are the page's lines between the fences, without `\\n`, perhaps with `\\r`; `fence_line`
    is that of the opening fence. Repairs below the block add lines to it; a line that a repair
    empties goes.
    """
    lines = list(block)
    extra: list[str] = []
    emptied: set[int] = set()
    for repair in repairs:
        at = repair.line - fence_line - 1
        if at >= len(block):
            extra += [repair.after] if repair.after else []
        elif repair.before and repair.before in lines[at]:
            lines[at] = lines[at].replace(repair.before, repair.after, 1)
            emptied |= {at} if not repair.after else set()
        elif not repair.before and _is_blank(lines[at]):
            lines[at] = _margin(lines[at]) + repair.after + _end(lines[at])
        else:
            return None
    first = block[0] if block else ""
    kept = [line for at, line in enumerate(lines) if at not in emptied or not _is_blank(line)]
    return kept + [_margin(first) + text + _end(first) for text in extra]


def block_text(lines: Sequence[str]) -> str:
    """Return the lines of a block as the parser of Markdown would hand them over."""
    return "".join(f"{_QUOTED.sub('', line.removesuffix(chr(13)), count=1)}\n" for line in lines)


def _is_blank(line: str) -> bool:
    return not line.strip("> \t\r")


def _margin(line: str) -> str:
    found = _MARGIN.match(line)
    return found[0] if found else ""


def _end(line: str) -> str:
    return "\r" if line.endswith("\r") else ""
