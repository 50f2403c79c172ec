"""What no formula here covers: then the estimate has no error bar, and says what to do."""

from atlas_core.sim.flow.model import Call, FlowModel, Station


def unestimated(model: FlowModel) -> str:
    """The first part of the model that is beyond the estimate, as a subject; "" where none is."""
    for source in model.sources:
        if source.work != 1.0:
            return f"Requests of {source.id.removeprefix('load:')} with other work"
    for station in model.stations:
        what = _of_station(station)
        if what:
            return f"{what} of {station.id}"
        for stage in station.stages:
            for call in stage:
                what = _of_call(call)
                if what:
                    return f"{what} of {station.id}"
    return ""


def _of_station(station: Station) -> str:
    if station.cache:
        return "The keys"
    if station.scaling:
        return "The autoscaler"
    if station.rate_limit:
        return "The rate limit"
    return "The shedding" if station.shedding else ""


def _of_call(call: Call) -> str:
    if call.bulkhead:
        return "The bulkhead"
    if call.hedge_s is not None:
        return "The hedged calls"
    return "The redelivery" if call.asynchronous and call.retry else ""
