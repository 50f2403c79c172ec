"""Puts our *Autograde* and our templates where nbgrader looks for its own.

nbgrader names the converter in two modules, and formgrader its folder of templates in a method,
and has no setting for either. They are told here, from nbgrader_config.py and from our server
extension, so that formgrader and every command are covered.
"""

from pathlib import Path

import nbgrader.apps.api
import nbgrader.apps.autogradeapp
from nbgrader.server_extensions.formgrader import handlers
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from traitlets.config import Config

from atlas_grading.formgrader.queue_autograde import QueueAutograde

OURS = Path(__file__).resolve().parents[1] / "course_server" / "templates"
TEMPLATES = [str(OURS), handlers.template_path]

_theirs = FormgradeExtension.build_extra_config


def install() -> None:
    """Replace them; doing it twice changes nothing."""
    nbgrader.apps.api.Autograde = QueueAutograde
    nbgrader.apps.autogradeapp.Autograde = QueueAutograde
    FormgradeExtension.build_extra_config = _with_our_templates


def _with_our_templates(extension: FormgradeExtension) -> Config:
    config: Config = _theirs(extension)
    config.HTMLExporter.extra_template_basedirs = TEMPLATES
    return config
