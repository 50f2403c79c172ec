"""The closed vocabularies of a diagram. Every consumer switches over these and no others."""

from enum import StrEnum


class Kind(StrEnum):
    """What a Mermaid block draws.

    The first five are graphs, and a mind map is one; a chart keeps its data, `OTHER` its source.
    """

    FLOWCHART = "flowchart"
    SEQUENCE = "sequence"
    STATE = "state"
    CLASS = "class"
    ER = "er"
    PIE = "pie"
    XYCHART = "xychart"
    GANTT = "gantt"
    TIMELINE = "timeline"
    QUADRANT = "quadrant"
    MINDMAP = "mindmap"
    JOURNEY = "journey"
    OTHER = "other"


class Plane(StrEnum):
    """Where in an architecture a node lives; each plane has one fixed colour."""

    EDGE = "edge"
    SERVICE = "service"
    STATE = "state"
    CONTROL = "control"


class Role(StrEnum):
    """What a node does for those that call it."""

    CLIENT = "client"
    CDN = "cdn"
    DNS = "dns"
    LOAD_BALANCER = "load_balancer"
    GATEWAY = "gateway"
    SERVICE = "service"
    WORKER = "worker"
    CACHE = "cache"
    DATABASE = "database"
    OBJECT_STORE = "object_store"
    SEARCH = "search"
    QUEUE = "queue"
    STREAM = "stream"
    COORDINATOR = "coordinator"
    MONITOR = "monitor"
    EXTERNAL = "external"


class Shape(StrEnum):
    """The outline that the author chose.

    Names follow Mermaid's documentation, one per drawn outline.
    """

    RECT = "rect"
    ROUNDED = "rounded"
    STADIUM = "stadium"
    SUBROUTINE = "subroutine"
    CYLINDER = "cylinder"
    CIRCLE = "circle"
    DOUBLE_CIRCLE = "double_circle"
    DIAMOND = "diamond"
    HEXAGON = "hexagon"
    PARALLELOGRAM = "parallelogram"
    PARALLELOGRAM_ALT = "parallelogram_alt"
    TRAPEZOID = "trapezoid"
    TRAPEZOID_ALT = "trapezoid_alt"
    ASYMMETRIC = "asymmetric"
    NOTE = "note"
    ACTOR = "actor"
    STATE_START = "state_start"
    STATE_END = "state_end"
    STATE_FORK = "state_fork"


class Stroke(StrEnum):
    """How an edge is drawn. Dotted edges are asynchronous or occasional by convention."""

    NORMAL = "normal"
    DOTTED = "dotted"
    THICK = "thick"
    INVISIBLE = "invisible"


class Arrow(StrEnum):
    """The head at one end of an edge.

    Of a class diagram: inheritance, composition, aggregation; of entities: how many take part.
    """

    NONE = "none"
    POINT = "point"
    OPEN = "open"
    CIRCLE = "circle"
    CROSS = "cross"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    DIAMOND_OPEN = "diamond_open"
    ONE = "one"
    ZERO_ONE = "zero_one"
    ONE_MANY = "one_many"
    ZERO_MANY = "zero_many"


class Bound(StrEnum):
    """Whether an annotated value is exact, an upper or lower limit, or about right."""

    EXACT = "exact"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOUT = "about"
