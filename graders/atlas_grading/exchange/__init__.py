"""nbgrader's exchange over the Atlas API: no shared folder, names from the hub, the server's clock.

Named in nbgrader_config.py as the traits of `ExchangeFactory`.
"""

from atlas_grading.exchange.base import AtlasExchange
from atlas_grading.exchange.collect import ExchangeCollect
from atlas_grading.exchange.fetch_assignment import ExchangeFetchAssignment
from atlas_grading.exchange.fetch_feedback import ExchangeFetchFeedback
from atlas_grading.exchange.listing import ExchangeList
from atlas_grading.exchange.release_assignment import ExchangeReleaseAssignment
from atlas_grading.exchange.release_feedback import ExchangeReleaseFeedback
from atlas_grading.exchange.submit import ExchangeSubmit

__all__ = [
    "AtlasExchange",
    "ExchangeCollect",
    "ExchangeFetchAssignment",
    "ExchangeFetchFeedback",
    "ExchangeList",
    "ExchangeReleaseAssignment",
    "ExchangeReleaseFeedback",
    "ExchangeSubmit",
]
