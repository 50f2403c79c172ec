"""Back-off for a worker whose API restarts: waits longer each time, and wakes up to stop."""

import logging
import random
import threading
from collections.abc import Callable
from typing import TypeVar

from atlas_grading.api import ApiUnreachableError

T = TypeVar("T")
log = logging.getLogger(__name__)

BASE_S, CAP_S = 0.25, 8.0


class StoppedError(Exception):
    """The worker was asked to stop while it waited."""


def patiently(ask: Callable[[], T], stopping: threading.Event, *, tries: int | None = None) -> T:
    """Call `ask` until the API answers.

    Raises StoppedError when asked to stop, and the last ApiUnreachableError after `tries`.
    """
    failures = 0
    while True:
        try:
            return ask()
        except ApiUnreachableError as error:
            failures += 1
            if tries is not None and failures >= tries:
                raise
            log.warning("the API does not answer", extra={"why": str(error), "try": failures})
        longest = min(CAP_S, BASE_S * 2 ** min(failures, 10))
        if stopping.wait(random.uniform(longest / 2, longest)):
            raise StoppedError
