/** Registers the widgets with ipywidgets, and the renderers of saved diagrams and simulations. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";

import { DIAGRAM_MIME, MODULE, SIMULATION_MIME, VERSION } from "./name.js";
import { SavedOutput } from "./saved-output.js";

/** Before the widget's own renderer (-10), which shows an error when the kernel is gone. */
const RANK = -20;

export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:widget",
  description: "Diagrams and simulations in notebooks: saved ones, and those that Python takes part in.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IJupyterWidgetRegistry],
  activate: (
    _app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    registry: IJupyterWidgetRegistry | null,
  ) => {
    for (const mime of [DIAGRAM_MIME, SIMULATION_MIME])
      rendermime.addFactory(
        { safe: true, mimeTypes: [mime], createRenderer: () => new SavedOutput(mime) },
        RANK,
      );
    registry?.registerWidget({
      name: MODULE,
      version: VERSION,
      exports: async () => ({
        ...(await import("./diagram-widget.js")),
        ...(await import("./simulator-widget.js")),
      }),
    });
  },
};
