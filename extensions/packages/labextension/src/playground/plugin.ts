/** Opens playgrounds: by command, from the launcher, and where a diagram asks for one. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from "@jupyterlab/application";
import { ICommandPalette, WidgetTracker } from "@jupyterlab/apputils";
import { ILauncher } from "@jupyterlab/launcher";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";

import { Command, label, offer } from "../command.js";
import { diagramIcon } from "../dom/icon.js";
import { IAtlas } from "../token.js";
import { Drafts } from "./drafts.js";
import { type PlaygroundRequest, REQUEST } from "./request.js";
import type { PlaygroundTab, TabArgs } from "./tab.js";

const MAIN: TabArgs = { slot: "main", title: "", diagram: null, kind: null, original: null };

export const playgroundPlugin: JupyterFrontEndPlugin<void> = {
  id: "@atlas/labextension:playground",
  description: "Mermaid source beside its live diagram, and diagrams drawn from memory.",
  autoStart: true,
  requires: [IAtlas],
  optional: [ILayoutRestorer, ICommandPalette, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    atlas: IAtlas,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
  ) => {
    const tabs = new WidgetTracker<PlaygroundTab>({ namespace: "atlas-playground" });
    const drafts = new Drafts(window.localStorage, atlas.client.place);
    const open = async (args: TabArgs) => {
      let tab = tabs.find((each) => each.args.slot === args.slot);
      if (!tab) {
        const { PlaygroundTab } = await import("./tab.js");
        const show = (path: string) =>
          void app.commands.execute("filebrowser:go-to-path", { path, dontShowBrowser: true });
        tab = new PlaygroundTab(args, atlas, drafts, show);
        app.shell.add(tab, "main", { type: "Atlas playground" });
        void tabs.add(tab);
      }
      app.shell.activateById(tab.id);
      return tab;
    };
    const { commands } = app;
    commands.addCommand(Command.playground, {
      label: label("Open playground"),
      caption: "Write Mermaid and see its live diagram",
      icon: diagramIcon,
      execute: (args) => open(argsOf(args)),
    });
    commands.addCommand(Command.draw, {
      label: label("Draw a diagram from memory"),
      isVisible: (args) => typeof args["diagram"] === "string",
      execute: async (args) => {
        const id = args["diagram"];
        if (typeof id !== "string") return null;
        const { diagram } = await atlas.client.diagram(id);
        return open(tabFor({ diagram, fromMemory: true }));
      },
    });
    document.body.addEventListener(REQUEST, (event) => {
      void open(tabFor((event as CustomEvent<PlaygroundRequest>).detail));
    });
    offer(palette, [Command.playground]);
    launcher?.add({ command: Command.playground, category: "Other", rank: 3 });
    if (restorer) {
      void restorer.restore(tabs, {
        command: Command.playground,
        args: ({ args }) => ({ ...args }),
        name: ({ args }) => args.slot,
      });
    }
  },
};

function tabFor({ diagram, fromMemory }: PlaygroundRequest): TabArgs {
  const { id, title, kind, source } = diagram;
  return {
    slot: `${fromMemory ? "memory" : "text"}:${id}`,
    title,
    diagram: fromMemory ? id : null,
    kind,
    original: fromMemory ? null : source.text,
  };
}

/** Arguments of the command; without any, the playground that belongs to no diagram. */
function argsOf(args: ReadonlyPartialJSONObject): TabArgs {
  const text = (name: keyof TabArgs) => {
    const value = args[name];
    return typeof value === "string" ? value : null;
  };
  return {
    slot: text("slot") ?? MAIN.slot,
    title: text("title") ?? MAIN.title,
    diagram: text("diagram"),
    kind: text("kind"),
    original: text("original"),
  };
}
