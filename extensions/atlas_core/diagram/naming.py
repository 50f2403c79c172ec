"""What a number in a label is called, and how it is bounded, from the words around it."""

import re

from atlas_core.diagram.model import Annotation
from atlas_core.diagram.quantities import Quantity
from atlas_core.diagram.vocabulary import Bound


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERCENTILE = re.compile(
    r"\b[pP]\s?(?P<p>100|99\.9{1,3}|999{1,2}|[5-9]\d|[1-4]0|25|1|5)\b(?!\s*[-\u2013]?\s*\d*[A-Za-z]*\d{3,})"
    r"|\b(?P<ordinal>\d{2}(?:\.9+)?)(?:th|st|nd|rd)\s+percentile\b|\b(?P<median>median)\b",
    re.I,
)
_BOUNDS: tuple[tuple[str, Bound], ...] = (
    (
        r"<=|≤|<|\bless than|\bunder|\bbelow|\bup to|\bat most|\bno more than|\bwithin|\bsub-"
        r"|\bmax(?:imum)?(?: of)?:?",
        Bound.AT_MOST,
    ),
    (
        r">=|≥|>|\bmore than|\bover|\babove|\bat least|\bexceeds?"
        r"|\bmin(?:imum)?(?: of)?:?",
        Bound.AT_LEAST,
    ),
    (r"~|≈|±|\babout|\baround|\bapprox(?:imately|\.)?|\broughly|\bca\.", Bound.ABOUT),
)
_BOUND = re.compile(
    "(?:" + "|".join(f"(?P<b{i}>{words})" for i, (words, _) in enumerate(_BOUNDS)) + r")\s*$", re.I
)
_DELIMITER = re.compile(r"[,;|(){}\[\]→•]|\s[-\u2013—/&+]\s|\.\s|\band\b|\bvs\.?(?=\s|$)")
_SEPARATOR = re.compile(r"\s*(?:[:=]|(?<=\w)\s+[-\u2013—]|\s@)\s*$")
_DECORATION = re.compile(r"(?:[^\w\s:=<>≤≥~≈%$()\[\]{},;|→/&+\u2013—-]|\ufe0f)+\s*$")
_ARROW = re.compile(r"\s*(?:→|-+>|=>)\s*")
_STOP = _words(
    "a an the at to of in for is are was with within by from after every each on and or per "
    "than as over under up only about around until then via if when since has have had its "
    "all"
)
_STATISTICS = re.compile(
    r"\b(?:avg|average|mean|typical|peak|max|maximum|min|minimum|total)\b", re.I
)
_NOT_NOUN = _words("am pm utc est pst edt pdt gmt cet ago later utilization")
_CLOCK_AFTER = re.compile(r"\s*(?:am|pm|AM|PM|UTC|EST|PST|EDT|PDT|GMT|ago|later|o'clock)\b")
_MARKS = re.compile(r"^[^\w$<>≤≥~≈]+|[^\w%)]+$")
_WORDS_AFTER = re.compile(r"\s+([A-Za-z][\w/&'-]*(?:\s+[A-Za-z][\w/&'-]*){0,3})")
_WORD_COUNT_MAX = 5
_COUNT_NAMES = re.compile(
    r"(?:s|count|size|factor|limit|quota|concurrency|parallelism|depth|length|capacity|qps|rps|"
    r"tps|iops|throughput|traffic|load|scale|fan-?out|cardinality|rf|max|min|total|peak|current|"
    r"fleet|pool|population|reach|cpu|vcpu)$",
    re.I,
)
_NOT_COUNT_NAMES = re.compile(
    r"(?:id|status|version|port|code|sev|ip|address|hash|term|epoch|seq\w*|offset|index|"
    r"key|level|tier|step|phase|stage|class|express|access|process|aws|gps|dns|tls|https|redis|"
    r"postgres|kubernetes|ios|ms|os|news|progress|success|series|less|basis|analysis)s?$",
    re.I,
)
_UNCOUNTED = _words(
    "series analysis status process access address success express aws dns tls https redis "
    "kubernetes ios sms news basis less loss class business across progress this is as was "
    "has does its us plus versus canvas sales nines bits degrees points stars percent times "
    "always ops devops"
)
_COUNTED = _words(
    "people qps rps tps iops cpu cpus vcpu vcpus core ram dau mau wau conn req staff "
    "personnel popular pop staff fleet"
)
_QUALIFIERS = _words(
    "normal peak max maximum min minimum avg average total concurrent current typical "
    "baseline per each active idle now default indexed supported primary waiting running "
    "healthy registered allowed available used"
)
_RATE_NAMES = re.compile(r"\b(?:qps|rps|tps|iops|per second|/s(?:ec)?)$")
_STANDS_FOR_USERS = _words("concurrent active registered online")
_SUBJECT = re.compile(r"[A-Za-z]\s*$")
_INTRODUCES = _words(
    "across of with over to has have and in for by per up from at after than least most "
    "about only all every max min first last top into under below above store serves "
    "handles supports hold route routes serving keep avg average peak total"
)
_ORDINAL_BEFORE = re.compile(r"(?:^|\s)(?:[A-Z]\w*|week|phase|day|month|step|tier|level)\s*$")
_HTTP_WORDS = _words("error errors response responses status")
YEARS = range(1950, 2101)


def plain(words: str) -> str:
    """A name as it is kept: lower case, single blanks, no marks around it."""
    text = _MARKS.sub("", words.strip())
    text = re.sub(r"[\s_]+", " ", text).lower().strip()
    return re.sub(r"\breqs?$", "requests", text)


def before(line: str, start: int, previous: Annotation | None) -> str:
    """The name in front of a number, "" where there is none; "p99" alone inherits the last name."""
    begin = previous.end if previous is not None and previous.end <= start else 0
    text = line[begin:start]
    if previous is not None and follows_arrow(line, start, previous):
        return previous.name
    text, colon = _head(text)
    pieces = _DELIMITER.split(text)
    piece = pieces[-1]
    if ":" in piece:
        heads = [part for part in piece.split(":") if part.strip()]
        bare = [part for part in heads if not _PERCENTILE.fullmatch(part.strip())]
        piece = bare[-1] if bare else ""
        colon = colon or bool(bare)
    percentile = _PERCENTILE.search(piece)
    name = plain(_PERCENTILE.sub(" ", piece))
    if not re.search(r"[^\W\d]", name):
        name = ""
    words = name.split()
    while words and words[-1] in _STOP:
        words.pop()
    while words and words[0] in _STOP:
        words.pop(0)
    if not words and percentile is not None and previous is not None and previous.unit == "s":
        return previous.name
    if len(words) > _WORD_COUNT_MAX:
        words = words[-3:] if not colon else words[:_WORD_COUNT_MAX]
    return " ".join(words) if not _only_statistics(words) else ""


def _head(text: str) -> tuple[str, bool]:
    """What stands in front of a number, without signs and comparisons; and: was there a colon?"""
    colon = False
    while True:
        bare = _BOUND.sub("", _DECORATION.sub("", re.sub(r"[+±]\s*$", "", text)))
        separated = _SEPARATOR.sub("", bare)
        colon = colon or separated != bare
        if separated == text:
            return text, colon
        text = separated


def _only_statistics(words: list[str]) -> bool:
    return bool(words) and all(_STATISTICS.fullmatch(word) for word in words)


def after(line: str, end: int) -> str:
    """The noun behind a number: at most three words, up to a delimiter or a preposition."""
    text = line[end:]
    text = re.sub(r"^\s*\((?:avg|average|median|p\d+)\)", "", text)
    if found := _PERCENTILE.match(text.lstrip()):
        text = text.lstrip()[found.end() :]
    found_words = _WORDS_AFTER.match(re.sub(r"^-(?=[a-z])", " ", text))
    if found_words is None:
        return ""
    words: list[str] = []
    for word in found_words[1].split():
        if word.lower() in _STOP or word.lower() in _NOT_NOUN or word in ("p50", "p95", "p99"):
            break
        words.append(word)
    words = [word for word in words[:3] if not _STATISTICS.fullmatch(word)] or []
    return plain(" ".join(words))


def from_above(above: str) -> str:
    """A line of one or two words without a number names what the next line measures."""
    words = above.split()
    if re.search(r"\d", above) or not 0 < len(words) <= 3:
        return ""
    last = words[-1].lower().rstrip(":")
    known = {"latency", "timeout", "delay", "ttl", "rto", "rpo", "lag", "duration", "retention"}
    return plain(above) if last in known else ""


def qualifiers(line: str, start: int, end: int, since: int = 0) -> tuple[Bound, float | None, int]:
    """Bound and percentile of the number at `line[start:end]`, and where its text begins.

    What stands before `since` belongs to another number.
    """
    bound, begin = Bound.EXACT, start
    head = line[since:start]
    if sign := re.search(r"\+$", head):
        head = head[: sign.start()]
    limit = _BOUND.search(head)
    if limit:
        bound = next(kind for i, (_, kind) in enumerate(_BOUNDS) if limit[f"b{i}"])
        begin = since + limit.start()
        head = head[: limit.start()]
    percentile = re.search(
        rf"(?:{_PERCENTILE.pattern})(?:\s+[A-Za-z]+){{0,2}}\s*[:=]?\s*$", head, re.I
    )
    if percentile:
        return bound, _percent(percentile), since + percentile.start()
    behind = re.match(rf"\s*\(?(?:at\s+)?(?:{_PERCENTILE.pattern})", line[end:], re.I)
    return bound, _percent(behind) if behind else None, begin


def _percent(found: re.Match[str]) -> float:
    if found["median"]:
        return 50.0
    digits = found["p"] or found["ordinal"]
    if "." not in digits and digits.startswith("99") and len(digits) > 2:
        return float(f"{digits[:2]}.{digits[2:]}")
    return float(digits)


def share(name: str) -> str:
    """A share of time that something is there is its availability, whatever it is called."""
    return "availability" if re.search(r"\b(?:sla|slo|uptime|availability)\b", name) else name


def is_clock(line: str, start: int, end: int) -> bool:
    """Does the text tell the time of a day or of a plan, as "Day 3" or "T+5 min"?"""
    return _CLOCK_AFTER.match(line, end) is not None or bool(
        re.search(r"\b(?:week|day|month|year|hour|minute)\s*$", line[:start], re.I)
    )


def counted(line: str, quantity: Quantity) -> tuple[str, int]:
    """The plural noun behind a number and its end; ("", end) where nothing is counted."""
    nothing = "", quantity.end
    behind = re.match(
        r"[ \t]*-?[ \t]*([A-Za-z][\w-]*(?:[ \t]+[A-Za-z][\w-]*){0,3})", line[quantity.end :]
    )
    if behind is None or _CLOCK_AFTER.match(line, quantity.end):
        return nothing
    if line[quantity.end] == "-" or not _may_count(line, quantity):
        return nothing
    words: list[str] = []
    large = quantity.scaled or quantity.grouped
    for word in behind[1].split():
        if word.lower() in _STOP:
            break
        words.append(word)
        if large and word.lower() in _STANDS_FOR_USERS:
            end = line.index(word, quantity.end) + len(word)
            follows = behind[1].split()[len(words) : len(words) + 1]
            if not follows or follows[0].lower() in _STOP:
                return plain(" ".join(words)), end
        if _is_plural(word):
            if quantity.high is None and 400 <= quantity.low < 600 and word.lower() in _HTTP_WORDS:
                return nothing
            end = line.index(word, quantity.end) + len(word)
            return plain(" ".join(words)), end
        if len(words) == 3:
            break
    return nothing


def _is_plural(word: str) -> bool:
    low = word.lower()
    if low in _COUNTED:
        return True
    return len(low) > 2 and low.endswith("s") and not low.endswith("ss") and low not in _UNCOUNTED


def _may_count(line: str, quantity: Quantity) -> bool:
    """A bare whole number behind a noun is its ordinal ("Server 2 logs"), a year is a year."""
    if quantity.scaled or quantity.plus or quantity.grouped or quantity.high is not None:
        return True
    if quantity.low in YEARS and not _SEPARATOR.search(line[: quantity.start]):
        return (
            re.search(r"[x\u00d7]\s*$", line[: quantity.start]) is not None or quantity.low == 2000
        )
    head = line[: quantity.start]
    if _BOUND.search(head):
        return True
    if not _SUBJECT.search(head):
        return True
    return head.split()[-1].lower() in _INTRODUCES


def names_a_count(name: str, quantity: Quantity, line: str) -> bool:
    """Is "name: 5" or "name=5" a count? Ids, ports, codes, versions and years are not."""
    if not name or _NOT_COUNT_NAMES.fullmatch(name.rsplit(maxsplit=1)[-1]):
        return False
    head, colon = _head(line[: quantity.start])
    if not colon and head.rstrip() == line[: quantity.start].rstrip():
        return False
    last = name.rsplit(maxsplit=1)[-1]
    plural = _is_plural(last)
    counts = bool(_COUNT_NAMES.search(name)) or any(map(_is_plural, name.split()))
    if quantity.low in YEARS and not (quantity.scaled or quantity.plus or quantity.grouped):
        return plural and quantity.low % 50 == 0
    rest = re.match(r"\s*(\w*)", line[quantity.end :])
    if rest and rest[1] and rest[1].lower() not in _QUALIFIERS:
        return False
    return quantity.scaled or quantity.plus or quantity.grouped or counts


_PEOPLE = re.compile(
    r"\b(?:users?|visitors|actives?|customers|subscribers|players|riders|listeners|viewers|members)$"
)


def is_people(name: str) -> bool:
    """People who come each month are counted; they are no rate."""
    return _PEOPLE.search(name) is not None


def is_rate(name: str) -> bool:
    """Is the name one of a rate in 1/s, as "QPS" or "writes per second"?"""
    return _RATE_NAMES.search(name) is not None


def follows_arrow(line: str, start: int, previous: Annotation | None) -> bool:
    """Does the number stand behind an arrow from the one before it ("45ms → 62ms")?"""
    if previous is None or previous.end > start:
        return False
    return _ARROW.fullmatch(line[previous.end : start]) is not None
