"""Repairs of labels and group titles in flowcharts: brackets and quotes inside, missing ends."""

import re

from atlas_core.mermaid.repairs.scan import is_plain, is_quoted, labels_in, quoted

_SPECIAL = re.compile(r'[()\[\]{}|"<>@]|^[/\\]|[/\\]$|^\s*$')
_HTML_ONLY = re.compile(r"<br\s*/?>")
_GROUP = re.compile(r"(\s*subgraph\s+)(.*?)(\s*;?\s*)$")
_GROUP_TITLED = re.compile(r"([^\s\[\"]+)\s*\[(.*)\]$")
_PLAIN_TITLE = re.compile(r"[\w\u00C0-\uFFFF .\-/&+]*")
_LINES_AHEAD = 12
_STATEMENT = re.compile(r"-->|---|==>|\bsubgraph\b|\w[\[({]")
_OPEN_LABEL = re.compile(r"\w(?:(\[{1,2}|\[\()(?=[^\]]*$)|(\({1,2})(?=[^)]*$)|(\{{1,2})(?=[^}]*$))")


def _needs_quotes(label: str) -> bool:
    if is_quoted(label) or label.strip().startswith('"`'):
        return False
    return _SPECIAL.search(_HTML_ONLY.sub("", label)) is not None


def quote_labels(text: str) -> str:
    """`A[Cache (Redis)]` becomes `A["Cache (Redis)"]`; labels over several lines too."""
    lines = _joined_labels(text.split("\n"))
    return "\n".join(_quote_line(line) for line in lines)


def _quote_line(line: str) -> str:
    if is_plain(line) or _GROUP.match(line):
        return line
    for label in reversed(list(labels_in(line))):
        body = line[label.start : label.end]
        if _needs_quotes(body):
            before = line[: label.start - len(label.opener)].rstrip()
            line = before + label.opener + quoted(body) + line[label.end :]
    return line


def _joined_labels(lines: list[str]) -> list[str]:
    """A label that goes on in later lines is quoted where it begins and where it ends."""
    result = list(lines)
    for first, line in enumerate(lines):
        opening = _OPEN_LABEL.search(line)
        if not opening or is_plain(line) or _GROUP.match(line):
            continue
        opener = next(group for group in opening.groups() if group)
        closer = opener.translate(str.maketrans("[({", "])}"))[::-1]
        last = _end_of_label(lines, first, closer)
        body = [line[opening.end() :], *lines[first + 1 : last + 1]]
        body[-1] = body[-1].rstrip()[: -len(closer)]
        if last == first or not _needs_quotes("\n".join(body)):
            continue
        body = [part.replace('"', "#quot;") for part in body]
        result[first : last + 1] = body
        result[first] = f'{line[: opening.end()]}"{body[0]}'
        result[last] = f'{body[-1]}"{closer}'
    return result


def _end_of_label(lines: list[str], first: int, closer: str) -> int:
    """The line on which a label that opens on `first` ends; `first` where no end is in sight."""
    for ahead in range(first + 1, min(first + _LINES_AHEAD, len(lines))):
        if lines[ahead].rstrip().endswith(closer):
            return ahead
        if _STATEMENT.search(lines[ahead]):
            break
    return first


def quote_group_titles(text: str) -> str:
    """`subgraph Edge Plane (33%)` becomes `subgraph "Edge Plane (33%)"`."""
    return "\n".join(_quote_title(line) for line in text.split("\n"))


def _quote_title(line: str) -> str:
    group = _GROUP.match(line)
    if not group or not group[2] or is_quoted(group[2]):
        return line
    head, body, tail = group[1], group[2], group[3]
    titled = _GROUP_TITLED.fullmatch(body)
    if titled:
        if not _needs_quotes(titled[2]):
            return line
        return f"{head}{titled[1]}[{quoted(titled[2])}]{tail}"
    if _PLAIN_TITLE.fullmatch(body):
        return line
    spaced = re.fullmatch(r"(.+?)\s*\[(.*)\]", body)
    if spaced:
        name = re.sub(r"\W+", "_", spaced[1]).strip("_") or "group"
        return f"{head}{name}[{quoted(spaced[2])}]{tail}"
    return f"{head}{quoted(body)}{tail}"


def close_labels(text: str) -> str:
    """`A[Cache` at the end of a line gets its closing bracket."""
    return "\n".join(_close_line(line) for line in text.split("\n"))


def _close_line(line: str) -> str:
    opening = re.search(r"(?<=\w)([\[({]{1,2})([^\[\](){}]*)$", line)
    if not opening or is_plain(line):
        return line
    closer = opening[1].translate(str.maketrans("[({", "])}"))[::-1]
    return line[: opening.start(2)] + quoted(opening[2]) + closer
