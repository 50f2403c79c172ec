"""What the numbers in a trace of the flow engine mean (engine/base/journal.h has the same).

`operation` is the number of a request at one station, counted from 1 in the order of their making.
"""

from enum import IntEnum


class EntryKind(IntEnum):
    """What happened; node, peer and value mean:

    ARRIVE    a source's request comes to a station; peer: source
    CALL      a station calls another; node: the callee, peer: call, value: operation - caller's
    RETRY     the same, for a second or later attempt
    DELIVER   a call that took time on the way is there
    START     a server begins to serve
    SERVED    the own service is over and calls follow
    REPLY     a call is answered; peer: call, value: outcome
    DEPART    a source's request is answered; peer: source, value: outcome
    TIMEOUT   the caller no longer waits; peer: call
    LOST      a call is lost on the way; peer: call
    SHORT     the breaker lets no call through; node: the caller, operation: the caller's
    OPENED, CLOSED   a breaker; node: the caller, peer: call
    FAULT     a fault begins (value 1) or ends (0); peer: index of the fault
    HELD      a call waits at its bulkhead until it is sent; node: the caller, peer: call
    DENIED    a bulkhead is full; node: the caller, peer: call, operation: the caller's
    HEDGE     as CALL, for the second copy of an attempt
    DEAD      a message goes to its dead-letter station; node: that one, peer: call, value:
              operation - that of the last attempt
    PARKED    a miss waits at a cache for another one of the same key
    SCALED    a station has other servers; value: how many
    """

    ARRIVE = 0
    CALL = 1
    RETRY = 2
    DELIVER = 3
    START = 4
    SERVED = 5
    REPLY = 6
    DEPART = 7
    TIMEOUT = 8
    LOST = 9
    SHORT = 10
    OPENED = 11
    CLOSED = 12
    FAULT = 13
    HELD = 14
    DENIED = 15
    HEDGE = 16
    DEAD = 17
    PARKED = 18
    SCALED = 19


class Outcome(IntEnum):
    """How a station answered."""

    OK = 0
    HIT = 1  # from its cache
    FAILED = 2  # a call that it needs failed
    ERROR = 3  # its own error
    REFUSED = 4  # its queue is full
    CRASHED = 5  # it is down, or went down meanwhile
    DEEP = 6  # more than DEPTH_MAX calls inside each other
    LIMITED = 7  # over its rate limit
    SHED = 8  # turned away so that others are served

    @property
    def good(self) -> bool:
        """Whether the caller got what it asked for."""
        return self <= Outcome.HIT


DEPTH_MAX = 64
RETRY_TOKENS_AT_START = 10.0
RETRY_TOKENS_MAX = 100.0
