"""nbgrader's configuration in a course's own server: this folder is first on JUPYTER_CONFIG_PATH.

The course root is the server's home. The exchange is the Atlas API; *Autograde* queues for the
worker; no page asks a CDN for anything.
"""

import os
from pathlib import Path

from atlas_grading.formgrader.install import TEMPLATES, install

c = get_config()  # type: ignore[name-defined]  # noqa: F821

install()

c.CourseDirectory.course_id = os.environ["ATLAS_COURSE"]
c.CourseDirectory.root = str(Path.home())

c.ExchangeFactory.exchange = "atlas_grading.exchange.AtlasExchange"
c.ExchangeFactory.collect = "atlas_grading.exchange.ExchangeCollect"
c.ExchangeFactory.fetch_assignment = "atlas_grading.exchange.ExchangeFetchAssignment"
c.ExchangeFactory.fetch_feedback = "atlas_grading.exchange.ExchangeFetchFeedback"
c.ExchangeFactory.list = "atlas_grading.exchange.ExchangeList"
c.ExchangeFactory.release_assignment = "atlas_grading.exchange.ExchangeReleaseAssignment"
c.ExchangeFactory.release_feedback = "atlas_grading.exchange.ExchangeReleaseFeedback"
c.ExchangeFactory.submit = "atlas_grading.exchange.ExchangeSubmit"

# Were a conversion to run after all, it would run no learner's code.
c.Execute.enabled = False
c.Autograde.autograde_preprocessors = []

c.GenerateAssignment.preprocessors = [  # nbgrader's own list, with KeepStarter for ClearSolutions
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "atlas_grading.formgrader.preprocessors.KeepStarter",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "atlas_grading.formgrader.preprocessors.EscapeComments",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

c.HTMLExporter.extra_template_basedirs = TEMPLATES  # ours load nothing from a CDN
