/** The exercise panel on the right follows the notebook in front. */
import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { DocumentWidget } from "@jupyterlab/docregistry";

import { Command, label, offer } from "../command.js";
import { IAtlas } from "../token.js";
import { exerciseAt } from "./place.js";
import { ExercisePanel, type Found } from "./panel.js";

export const exercisePlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:exercise",
  description: "Shows the exercise beside its notebook.",
  autoStart: true,
  requires: [IAtlas, ILabShell],
  optional: [ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    shell: ILabShell,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
  ) => {
    const { commands } = app;
    const panel = new ExercisePanel({
      store: atlas.exercises,
      find: (exercise) => findExercise(atlas, exercise),
      onOpen: (page) => void commands.execute(Command.page, { page }),
      onCatalogue: () => void commands.execute(Command.catalogue),
    });
    shell.add(panel, "right", { rank: 700 });
    restorer?.add(panel, panel.id);
    const revealed = new Set<string>();
    shell.currentChanged.connect(() => {
      const current = shell.currentWidget;
      // A side panel in front changes nothing: the notebook is still the one at hand.
      const documents = [...shell.widgets("main")];
      if (!current || !documents.includes(current)) return;
      // Pages and diagrams of ours may be read beside the exercise; other documents end it.
      if (!(current instanceof DocumentWidget)) return;
      const exercise = exerciseAt(current.context.path);
      void panel.follow(exercise);
      if (exercise === null || revealed.has(exercise)) return;
      revealed.add(exercise);
      panel.reveal(() => shell.activateById(panel.id));
    });
    commands.addCommand(Command.exercise, {
      label: label("Show exercise beside its notebook"),
      execute: () => shell.activateById(panel.id),
    });
    offer(palette, [Command.exercise]);
  },
};

async function findExercise(atlas: IAtlas, id: string): Promise<Found | null> {
  if (!atlas.catalogue.current) await atlas.catalogue.load();
  if (!atlas.catalogue.current && atlas.catalogue.failure) throw atlas.catalogue.failure;
  const entry = atlas.catalogue.pageOf(id);
  if (!entry) return null;
  const page = await atlas.client.page(entry.id);
  const exercise = page.exercises.find((each) => each.id === id);
  return exercise ? { exercise, page: { id: page.id, title: page.title } } : null;
}
