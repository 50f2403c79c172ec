"""A progress bar: a widget in a notebook, nothing elsewhere."""

from collections.abc import Callable

from IPython.core.getipython import get_ipython


def progress_bar(count: int) -> Callable[[], None]:
    """Show a bar for `count` steps; each call is one step, and the last takes the bar away."""
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return lambda: None
    from IPython.display import display  # noqa: PLC0415 - only where there is somebody to see it
    from ipywidgets import IntProgress  # noqa: PLC0415

    bar = IntProgress(min=0, max=count, description=f"0 of {count}")
    display(bar)  # type: ignore[no-untyped-call]

    def step() -> None:
        bar.value += 1
        bar.description = f"{bar.value} of {count}"
        if bar.value >= count:
            bar.close()

    return step
