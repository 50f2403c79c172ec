/** Registers the diagram widget with ipywidgets, and the renderer of saved diagrams. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";

import { DiagramOutput } from "./diagram-output.js";
import { DIAGRAM_MIME, MODULE, VERSION } from "./name.js";

/** Before the widget's own renderer (-10), which shows an error when the kernel is gone. */
const RANK = -20;

export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:widget",
  description: "Diagrams in notebooks: saved ones, and those that Python takes part in.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IJupyterWidgetRegistry],
  activate: (
    _app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    registry: IJupyterWidgetRegistry | null,
  ) => {
    rendermime.addFactory(
      { safe: true, mimeTypes: [DIAGRAM_MIME], createRenderer: () => new DiagramOutput() },
      RANK,
    );
    registry?.registerWidget({
      name: MODULE,
      version: VERSION,
      exports: async () => ({ ...(await import("./diagram-widget.js")) }),
    });
  },
};
