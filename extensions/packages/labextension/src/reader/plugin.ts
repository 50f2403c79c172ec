/** The reader's commands, its tabs and their return after a reload. */
import type { Bundle } from "@atlas/contracts";
import {
  ILabShell,
  ILayoutRestorer,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette, Notification, WidgetTracker } from "@jupyterlab/apputils";
import { PageConfig } from "@jupyterlab/coreutils";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";

import { refusalFrom } from "../client/refusal.js";
import { Command, label, offer, type OpenPage } from "../command.js";
import { ExerciseCard } from "../exercise/card.js";
import { cut } from "../dom/words.js";
import { IAtlas } from "../token.js";
import { type LinkBase, linkedPlace, nodeLink, replayLink, withoutLink } from "./deep-link.js";
import type { SimulationSource } from "../simulator/simulator-place.js";
import { DiagramTab } from "./diagram-tab.js";
import type { Explored } from "./figure.js";
import { PageReader } from "./page-reader.js";

const DIAGRAM = "atlas:open-diagram";

export const readerPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:reader",
  description: "Reads the pages of the catalogue in the main area.",
  autoStart: true,
  requires: [IAtlas, IRenderMimeRegistry],
  optional: [ILayoutRestorer, ICommandPalette, ILabShell, IRouter],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    shell: ILabShell | null,
    router: IRouter | null,
  ) => {
    const readers = new WidgetTracker<PageReader>({ namespace: "atlas-reader" });
    const expand = addDiagramTabs(app, atlas, restorer);
    const open = (args: OpenPage) => openPage(app, readers, args, (id) => makeReader(id));

    function makeReader(id: string): PageReader {
      const reader = new PageReader({
        id,
        atlas,
        rendermime,
        card: (exercise) => new ExerciseCard(exercise, atlas.exercises.model(exercise.id)),
        onExpand: expand,
        link: (diagram, node) => nodeLink(diagram, node, linkBase()),
        simulation: simulationOf(atlas),
        onOpenFresh: (args) => open(args),
        onWork: (page) => workOn(app, atlas, page),
        onAsk: () => void app.commands.execute(Command.tutor),
        onCatalogue: () => void app.commands.execute(Command.catalogue),
      });
      reader.turned.connect(() => {
        void readers.save(reader);
        if (reader.isVisible) follow(reader);
      });
      return reader;
    }

    function follow(reader: PageReader | null): void {
      const page = reader?.shown;
      if (page) atlas.focus.set({ id: page.id, title: cut(page.title) });
    }

    shell?.currentChanged.connect(() => {
      if (shell.currentWidget instanceof PageReader) follow(shell.currentWidget);
    });
    readers.widgetAdded.connect((_, reader) => {
      reader.disposed.connect(() => {
        if (readers.size === 0) atlas.focus.set(null);
      });
    });
    addCommands(app, readers, open, palette);
    if (router) addLinks(app, router, open);
    if (restorer) {
      void restorer.restore(readers, {
        command: Command.page,
        args: ({ page, id, top, anchor }) => ({ page: page ?? "", reader: id, top, anchor }),
        name: (reader) => reader.id,
      });
    }
  },
};

/** What an address of a place begins with, for this person and for everybody on their hub. */
function linkBase(): LinkBase {
  const { origin, pathname: baseUrl } = new URL(PageConfig.getBaseUrl(), location.href);
  return { origin, baseUrl, hubPrefix: PageConfig.getOption("hubPrefix") };
}

/** Follows the place that the address names, once JupyterLab is back as it was left. */
function addLinks(
  app: JupyterFrontEnd,
  router: IRouter,
  open: (args: OpenPage) => PageReader,
): void {
  app.commands.addCommand(Command.link, {
    label: label("Open link"),
    execute: async (args) => {
      const { path, search } = args as unknown as IRouter.ILocation;
      const place = linkedPlace(search ?? "");
      if (!place) return;
      await app.restored;
      open({ ...place });
      router.navigate(`${path}${withoutLink(search ?? "")}`, { skipRouting: true });
    },
  });
  router.register({ command: Command.link, pattern: /[?&]atlas=./ });
}

/** Opens a page in the reader at hand, in a named one (restored), or in a new one. */
function openPage(
  app: JupyterFrontEnd,
  readers: WidgetTracker<PageReader>,
  { page, anchor, reader: id, top, fresh }: OpenPage,
  make: (id: string) => PageReader,
): PageReader {
  const known = id === undefined ? readers.currentWidget : readers.find((each) => each.id === id);
  let reader = fresh ? null : (known ?? null);
  if (!reader) {
    reader = make(id ?? `atlas-reader:${crypto.randomUUID()}`);
    app.shell.add(reader, "main", { type: "Atlas page" });
    void readers.add(reader);
  }
  reader.open(page, anchor, top);
  if (id === undefined) app.shell.activateById(reader.id);
  return reader;
}

function addCommands(
  app: JupyterFrontEnd,
  readers: WidgetTracker<PageReader>,
  open: (args: OpenPage) => PageReader,
  palette: ICommandPalette | null,
): void {
  const { commands } = app;
  const here = () => (app.shell.currentWidget === readers.currentWidget ? readers.currentWidget : null);
  const isEnabled = () => Boolean(here()?.shown);
  commands.addCommand(Command.page, {
    label: label("Open page"),
    execute: (args: ReadonlyPartialJSONObject) => {
      const page = args["page"];
      if (typeof page !== "string" || page === "") return null;
      return open({ ...args, page });
    },
  });
  commands.addCommand(Command.back, { label: label("Back"), isEnabled, execute: () => here()?.back() });
  commands.addCommand(Command.forward, {
    label: label("Forward"),
    isEnabled,
    execute: () => here()?.forward(),
  });
  commands.addCommand(Command.read, {
    label: label("Mark page as read"),
    isEnabled,
    execute: () => here()?.markAsRead(),
  });
  commands.addCommand(Command.work, {
    label: label("Work on this page"),
    caption: "Make a notebook copy of this page that is yours to change",
    isEnabled,
    execute: () => here()?.work(),
  });
  offer(palette, [Command.back, Command.forward, Command.read, Command.work]);
  const selector = ".atlas-Reader";
  commands.addKeyBinding({ command: Command.back, keys: ["Alt ArrowLeft"], selector });
  commands.addKeyBinding({ command: Command.forward, keys: ["Alt ArrowRight"], selector });
}

function simulationOf(atlas: IAtlas): SimulationSource {
  return {
    load: (diagram) => atlas.client.simulation(diagram),
    link: (diagram, word) => replayLink(diagram, word, linkBase()),
  };
}

/** A diagram in a tab of its own, restored after a reload. Returns how to open one. */
function addDiagramTabs(
  app: JupyterFrontEnd,
  atlas: IAtlas,
  restorer: ILayoutRestorer | null,
): (bundle: Bundle, explored: Explored) => void {
  const tabs = new WidgetTracker<DiagramTab>({ namespace: "atlas-diagram" });
  const open = (id: string, load: () => Promise<Bundle>, explored?: Explored) => {
    let tab = tabs.find((each) => each.diagram === id);
    if (!tab) {
      const link = (node: string) => nodeLink(id, node, linkBase());
      tab = new DiagramTab(id, load, link, simulationOf(atlas), explored);
      app.shell.add(tab, "main", { type: "Atlas diagram" });
      void tabs.add(tab);
    }
    app.shell.activateById(tab.id);
  };
  app.commands.addCommand(DIAGRAM, {
    label: label("Open diagram"),
    execute: (args) => {
      const id = args["diagram"];
      if (typeof id === "string") open(id, () => atlas.client.diagram(id));
    },
  });
  if (restorer) {
    void restorer.restore(tabs, {
      command: DIAGRAM,
      args: (tab) => ({ diagram: tab.diagram }),
      name: (tab) => tab.diagram,
    });
  }
  return (bundle, explored) => open(bundle.diagram.id, () => Promise.resolve(bundle), explored);
}

async function workOn(app: JupyterFrontEnd, atlas: IAtlas, page: string): Promise<void> {
  try {
    const { path } = await atlas.client.notebook(page);
    await app.commands.execute("docmanager:open", { path });
  } catch (failure) {
    Notification.error(refusalFrom(failure).sentence, { autoClose: 8000 });
  }
}
