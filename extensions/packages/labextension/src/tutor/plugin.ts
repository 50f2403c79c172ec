/** Puts the tutor into the right area, with its commands; the thread survives a reload. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { IStateDB } from "@jupyterlab/statedb";
import type { ReadonlyPartialJSONValue } from "@lumino/coreutils";

import { Command, label, offer } from "../command.js";
import { tutorIcon } from "../dom/icon.js";
import { IAtlas } from "../token.js";
import { TutorPanel } from "./panel.js";
import { StillSanitizer } from "./still-sanitizer.js";
import { revive } from "./thread.js";

const THREAD = "atlas:thread";

export const tutorPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:tutor",
  description: "A tutor that answers from the pages and shows where.",
  autoStart: true,
  requires: [IAtlas, IRenderMimeRegistry],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
  ) => {
    const panel = new TutorPanel({
      client: atlas.client,
      rendermime: rendermime.clone({ sanitizer: new StillSanitizer(rendermime.sanitizer) }),
      onCite: ({ page, anchor }) => void app.commands.execute(Command.page, { page, anchor }),
      onKeep: (thread) => void state?.save(THREAD, thread as unknown as ReadonlyPartialJSONValue),
    });
    void state?.fetch(THREAD).then((kept) => panel.restore(revive(kept)));
    atlas.focus.changed.connect((focus) => panel.follow(focus.current));
    app.shell.add(panel, "right", { rank: 650 });
    restorer?.add(panel, panel.id);
    app.commands.addCommand(Command.tutor, {
      label: label("Ask the tutor"),
      icon: tutorIcon,
      execute: () => app.shell.activateById(panel.id),
    });
    app.commands.addCommand(Command.thread, {
      label: label("Start a new thread with the tutor"),
      execute: () => {
        app.shell.activateById(panel.id);
        panel.clear();
      },
    });
    offer(palette, [Command.tutor, Command.thread]);
  },
};
