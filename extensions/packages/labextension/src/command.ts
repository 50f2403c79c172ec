/** The names of the commands, and the arguments that they take. */
export const Command = {
  catalogue: "atlas:open-catalogue",
  search: "atlas:search-pages",
  page: "atlas:open-page",
  back: "atlas:back",
  forward: "atlas:forward",
  work: "atlas:work-on-page",
  read: "atlas:mark-as-read",
  exercise: "atlas:open-exercise",
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
