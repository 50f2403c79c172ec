"""Repairs of arrows and of the texts on them in flowcharts."""

import re

from atlas_core.mermaid.repairs.scan import is_plain, is_quoted, masked, quoted

_SPECIAL = re.compile(r'[()\[\]{}"<>@]')
_PIPED = re.compile(r"(?<=[->=~.ox])(\s*\|)([^|\n]*)(\|)")
_INLINE = re.compile(
    r"(--|==|-\.)(\s+)([^\n|\"]*?[()\[\]{}<>][^\n|\"]*?)(\s+)(-->|---|==>|===|\.->|-\.->|-->)"
)
_UNICODE = re.compile(r"\s*(?:--?)?[—\u2013]?(?:→|⟶|➔|➜)\s*|\s*[—\u2013]+>\s*")
_ARROWS = (
    (re.compile(r"(?<![-<=.])->>?(?![>|-])"), "-->"),
    (re.compile(r"-->>"), "-->"),
    (re.compile(r"(?<![=<])=>"), "==>"),
    (re.compile(r"-\.+>"), "-.->"),
    (re.compile(r"(?<![-.])\.\.+>"), "-.->"),
    (re.compile(r"-- >"), "-->"),
)


def quote_edge_labels(text: str) -> str:
    """`-->|5% (p99)|` becomes `-->|"5% (p99)"|`; the same for `-- text -->`."""
    return "\n".join(_quote_line(line) for line in text.split("\n"))


def _quote_line(line: str) -> str:
    if is_plain(line):
        return line

    def piped(match: re.Match[str]) -> str:
        body = match[2]
        if is_quoted(body) or not _SPECIAL.search(body):
            return match[0]
        return match[1] + quoted(body) + match[3]

    line = _PIPED.sub(piped, line)
    return _INLINE.sub(lambda m: m[1] + m[2] + quoted(m[3]) + m[4] + m[5], line)


def mend_arrows(text: str) -> str:
    """Arrows of other notations, outside labels: `A -> B`, `A => B`, `A → B`."""
    return "\n".join(_mend_line(line) for line in text.split("\n"))


def _mend_line(line: str) -> str:
    if is_plain(line):
        return line
    line = _replace_outside(line, _UNICODE, " --> ")
    for pattern, arrow in _ARROWS:
        line = _replace_outside(line, pattern, arrow)
    return line


def _replace_outside(line: str, pattern: re.Pattern[str], arrow: str) -> str:
    """Replaces matches that lie outside labels and quotes."""
    if not pattern.search(line):
        return line
    for match in reversed(list(pattern.finditer(masked(line)))):
        line = line[: match.start()] + arrow + line[match.end() :]
    return line
