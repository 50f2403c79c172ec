"""Where each name of the front door lives: module and attribute."""

NAMES: dict[str, tuple[str, str]] = {
    "Diagram": ("atlas.diagram", "open_diagram"),
    "Simulator": ("atlas.simulator", "open_simulator"),
    "compare": ("atlas.compare", "compare_with"),
    "show": ("atlas.display", "show"),
    "simulate": ("atlas.run_diagram", "simulate"),
    "sweep": ("atlas.run_many", "sweep"),
}
