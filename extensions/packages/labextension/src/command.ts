/** The names of the commands, how they are called, and the arguments that they take. */
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";

export const Command = {
  catalogue: "atlas:open-catalogue",
  search: "atlas:search-pages",
  page: "atlas:open-page",
  link: "atlas:open-link",
  back: "atlas:back",
  forward: "atlas:forward",
  work: "atlas:work-on-page",
  read: "atlas:mark-as-read",
  exercise: "atlas:open-exercise",
  playground: "atlas:open-playground",
  draw: "atlas:draw-from-memory",
  tutor: "atlas:ask-tutor",
  thread: "atlas:new-thread",
} as const;

/** Arguments of `Command.page`. `reader` and `top` restore a tab; `fresh` asks for a new tab. */
export interface OpenPage {
  page: string;
  anchor?: string;
  reader?: string;
  /** How far it was scrolled, in px. */
  top?: number;
  fresh?: boolean;
}

/** "Atlas: Open catalogue" in the palette, where commands of all kinds stand; else as it is. */
export function label(text: string): (args: ReadonlyPartialJSONObject) => string {
  return (args) => (args["isPalette"] ? `Atlas: ${text}` : text);
}

/** Offers commands in the palette, in this order. */
export function offer(palette: ICommandPalette | null, commands: readonly string[]): void {
  commands.forEach((command, rank) => {
    palette?.addItem({ command, category: "Atlas", rank, args: { isPalette: true } });
  });
}
