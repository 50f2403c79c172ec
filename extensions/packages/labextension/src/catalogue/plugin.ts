/** Puts the catalogue into the left area, with its commands. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { IStateDB } from "@jupyterlab/statedb";

import { Command, label, offer } from "../command.js";
import { atlasIcon } from "../dom/icon.js";
import { IAtlas } from "../token.js";
import { CataloguePanel } from "./panel.js";

const FOLDS = "atlas:folds";

export const cataloguePlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:catalogue",
  description: "The pages as a tree, with search and progress.",
  autoStart: true,
  requires: [IAtlas],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
  ) => {
    const panel = new CataloguePanel({
      atlas,
      onOpen: (args) => void app.commands.execute(Command.page, { ...args }),
      onPlayground: () => void app.commands.execute(Command.playground),
      onFold: (folded) => void state?.save(FOLDS, folded),
    });
    void state?.fetch(FOLDS).then((folded) => {
      if (folded) panel.restoreFolds(folded as Record<string, boolean>);
    });
    app.shell.add(panel, "left", { rank: 50 });
    restorer?.add(panel, panel.id);
    atlas.focus.changed.connect((focus) => panel.mark(focus.current?.id ?? null));

    app.commands.addCommand(Command.catalogue, {
      label: label("Open catalogue"),
      caption: "Show the pages of this course",
      icon: atlasIcon,
      execute: () => app.shell.activateById(panel.id),
    });
    app.commands.addCommand(Command.search, {
      label: label("Search pages"),
      execute: (args) => {
        app.shell.activateById(panel.id);
        const query = args["query"];
        panel.focusSearch(typeof query === "string" ? query : undefined);
      },
    });
    offer(palette, [Command.catalogue, Command.search]);
  },
};
