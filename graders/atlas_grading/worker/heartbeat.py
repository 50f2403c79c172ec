"""Keeps a lease while a submission is judged, from a thread of its own."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

from atlas_grading.api import Api, ApiRefusedError, ApiUnreachableError, Lease

log = logging.getLogger(__name__)


@contextmanager
def kept(api: Api, lease: Lease) -> Iterator[threading.Event]:
    """Send heartbeats three times a lease; the event is set once the lease is lost."""
    lost, done = threading.Event(), threading.Event()
    within = copy_context()  # the same request id
    thread = threading.Thread(
        target=within.run, args=(_beat, api, lease, lost, done), name="heartbeat", daemon=True
    )
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()


def _beat(api: Api, lease: Lease, lost: threading.Event, done: threading.Event) -> None:
    while not done.wait(lease.lease_s / 3):
        try:
            api.heartbeat(lease)
        except ApiUnreachableError as error:
            log.warning("a heartbeat failed", extra={"why": str(error)})
        except ApiRefusedError as error:
            log.warning("the lease is lost", extra={"why": str(error)})
            lost.set()
            return
