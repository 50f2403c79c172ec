/** The first impression: a card in the launcher, and the first lesson open at the first start. */
import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ILauncher } from "@jupyterlab/launcher";

import { Command } from "../command.js";
import { linkedPlace } from "../reader/deep-link.js";
import { IAtlas } from "../token.js";
import { firstLesson } from "./first-lesson.js";

export const startPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:start",
  description: "A card in the launcher, and the first lesson at the first start.",
  autoStart: true,
  requires: [IAtlas],
  optional: [ILabShell, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    shell: ILabShell | null,
    launcher: ILauncher | null,
  ) => {
    launcher?.add({ command: Command.catalogue, category: "Other", rank: 1 });
    launcher?.add({ command: Command.tutor, category: "Other", rank: 2 });
    if (shell) void welcome(app, atlas, shell);
  },
};

/** A link brought the reader here: what it leads to shall not be covered. */
const linked = linkedPlace(location.search) !== null;

async function welcome(app: JupyterFrontEnd, atlas: IAtlas, shell: ILabShell): Promise<void> {
  const layout = await shell.restored;
  if (layout.fresh !== true) return;
  // The file browser opens itself at a fresh start; ours comes to the front after it.
  await app.restored;
  await app.commands.execute(Command.catalogue);
  await atlas.catalogue.load();
  if (!atlas.catalogue.current || linked) return;
  const lesson = firstLesson(atlas.catalogue.current);
  if (lesson) await app.commands.execute(Command.page, { page: lesson.id });
}
