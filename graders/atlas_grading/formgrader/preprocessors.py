"""Two steps of nbgrader's conversions that Atlas changes."""

from html import escape

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor


class KeepStarter(ClearSolutions):  # type: ignore[misc]
    """Leaves the starter of an Atlas exercise alone: its source never holds a solution."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear solutions in other notebooks only."""
        if "exercise" in nb.metadata.get("atlas", {}):
            return nb, resources
        cleared: tuple[NotebookNode, ResourcesDict] = super().preprocess(nb, resources)
        return cleared


class EscapeComments(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs after GetGrades: a comment is shown as text, because it may quote a learner's error."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, _index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Escape what Markdown or HTML would act on."""
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("comment"):
            marks["comment"] = f"<pre>{escape(str(marks['comment']))}</pre>"
        return cell, resources
