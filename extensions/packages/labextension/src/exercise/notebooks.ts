/**
 * The learner's notebooks as JupyterLab has them open: open one, save it, see whether it is there.
 */
import type { JupyterFrontEnd } from "@jupyterlab/application";
import { type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";

export interface Notebooks {
  /** Opens it, or brings its tab to the front. */
  open(path: string): Promise<void>;
  /** Saves it if it is open and changed: the server reads the file. */
  save(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
}

export class LabNotebooks implements Notebooks {
  constructor(private readonly app: JupyterFrontEnd) {}

  async open(path: string): Promise<void> {
    await this.app.commands.execute("docmanager:open", { path });
  }

  async save(path: string): Promise<void> {
    for (const widget of this.app.shell.widgets("main")) {
      if (!(widget instanceof DocumentWidget)) continue;
      const context = widget.context as DocumentRegistry.Context;
      if (context.path !== path || !context.model.dirty) continue;
      await context.save();
      return;
    }
  }

  /** Walks the folders from the top: asking for what is not there would be an error in the log. */
  async exists(path: string): Promise<boolean> {
    const { contents } = this.app.serviceManager;
    let folder = "";
    for (const name of path.split("/")) {
      const listed = (await contents.get(folder)).content as { name: string }[];
      if (!listed.some((entry) => entry.name === name)) return false;
      folder = folder === "" ? name : `${folder}/${name}`;
    }
    return true;
  }
}
