"""What Kubernetes says while a server starts, in the words of somebody who waits for it."""

from __future__ import annotations

import re

# The first pattern that is found gives the sentence; what is found nowhere is shown as it is.
SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"Insufficient (memory|cpu)"),
        "The cluster has no room for another server right now. It starts as soon as a node is "
        "free; tell your instructor if this lasts longer than ten minutes.",
    ),
    (
        re.compile(r"unbound immediate PersistentVolumeClaims|ProvisioningFailed"),
        "Your volume is not there yet. If this lasts, the cluster's storage has a fault: tell the "
        "operator.",
    ),
    (
        re.compile(r"volume node affinity conflict|Multi-Attach|FailedAttachVolume"),
        "Your volume is still held by another node. This ends by itself within a few minutes.",
    ),
    (
        re.compile(r"ErrImagePull|ImagePullBackOff|Failed to pull|ErrImageNeverPull"),
        "The server's image can't be fetched. This is the operator's to mend: tell them.",
    ),
    (
        re.compile(r"exceeded quota|forbidden:"),
        "The cluster refuses another server (a quota or a rule). Tell the operator.",
    ),
    (re.compile(r"OOMKill"), "The server ran out of memory while it started. Try a larger size."),
    (re.compile(r"Successfully assigned"), "A place for your server was found."),
    (re.compile(r"[Pp]ulling image"), "The server's image is being fetched; this takes a while."),
    (re.compile(r"already present on machine|Successfully pulled"), "The server's image is there."),
    (re.compile(r"Created container"), "The server was made."),
    (re.compile(r"Started container"), "The server is starting."),
)


def sentence(text: str) -> str:
    """One sentence for an event's message."""
    for pattern, words in SENTENCES:
        if pattern.search(text):
            return words
    return text
