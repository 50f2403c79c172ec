"""Plotly figures of runs and sweeps. Their script comes with JupyterLab's own extension: no CDN."""

from typing import TYPE_CHECKING

import plotly.io
from plotly.graph_objects import Figure, Scatter
from plotly.subplots import make_subplots

if TYPE_CHECKING:
    from atlas.result import Result
    from atlas.run_many import Sweep

GOOD, BAD, LATENCY, FAULT = "#10B981", "#DC2626", "#3B82F6", "rgba(245, 158, 11, 0.15)"


def stay_offline() -> None:
    """Plotly's other renderers put 5 MB into each output, or fetch the script from the web."""
    plotly.io.renderers.default = "plotly_mimetype"


def figure_of(result: "Result") -> Figure:
    """Two charts over time, one below the other: latency, and answers a second."""
    stay_offline()
    table = result.to_pandas()
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    mean_ms = table["latency_mean_s"].astype(float) * 1e3
    lines = (
        (1, "mean latency (ms)", mean_ms, LATENCY, "solid"),
        (2, "good answers (1/s)", table["good_per_s"], GOOD, "solid"),
        (2, "failures (1/s)", table["bad_per_s"], BAD, "dash"),
    )
    for row, name, values, colour, dash in lines:
        line = {"color": colour, "dash": dash}
        figure.add_trace(Scatter(x=table.index, y=values, name=name, line=line), row=row, col=1)
    for fault in result.run.scenario.faults:
        end = result.run.duration_s if fault.end_s is None else fault.end_s
        text = f"{fault.kind.value} {fault.target}"
        figure.add_vrect(x0=fault.start_s, x1=end, fillcolor=FAULT, line_width=0, row="all", col=1)
        figure.add_annotation(
            x=fault.start_s,
            y=1,
            yref="paper",
            text=text,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    figure.update_yaxes(title_text="ms", rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title_text="1/s", rangemode="tozero", row=2, col=1)
    figure.update_xaxes(title_text="seconds", row=2, col=1)
    figure.update_layout(
        height=420, margin={"t": 40, "r": 20}, legend={"orientation": "h", "y": -0.2}
    )
    return figure


def figure_of_sweep(sweep: "Sweep", measure: str) -> Figure:
    """One measure over the first parameter, a line for each value of the others."""
    stay_offline()
    table = sweep.to_pandas()
    first, *others = sweep.names
    figure = Figure()
    groups = table.groupby(others, sort=False) if others else [((), table)]
    for values, rows in groups:
        name = ", ".join(f"{key} {value}" for key, value in zip(others, values, strict=True))
        figure.add_trace(
            Scatter(x=rows[first], y=rows[measure], name=name or measure, mode="lines+markers")
        )
    figure.update_xaxes(title_text=first)
    figure.update_yaxes(title_text=measure, rangemode="tozero")
    figure.update_layout(height=360, margin={"t": 30, "r": 20})
    return figure
