"""Every table of the service: what migrations are compared with."""

from atlas_api.database import Base
from atlas_api.exchange.tables import Release, Submission
from atlas_api.grades.tables import GradeRow
from atlas_api.identity.tables import Person
from atlas_api.ledger.tables import FactRow
from atlas_api.progress.tables import Projection
from atlas_api.tutor.tables import TutorUsage
from atlas_api.work.tables import WorkerSeen

TABLES = (
    Person,
    FactRow,
    Projection,
    Release,
    Submission,
    GradeRow,
    WorkerSeen,
    TutorUsage,
)
METADATA = Base.metadata
