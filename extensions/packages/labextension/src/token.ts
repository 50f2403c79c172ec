/** What the plugins of Atlas share: one of each for a page of JupyterLab. */
import { Token } from "@lumino/coreutils";

import type { CatalogueStore } from "./catalogue/store.js";
import type { Client } from "./client/client.js";
import type { ExerciseStore } from "./exercise/store.js";
import type { FactRelay } from "./facts/relay.js";
import type { ProgressStore } from "./facts/progress.js";
import type { PageFocus } from "./reader/page-focus.js";

export interface IAtlas {
  client: Client;
  catalogue: CatalogueStore;
  progress: ProgressStore;
  facts: FactRelay;
  focus: PageFocus;
  exercises: ExerciseStore;
}

export const IAtlas = new Token<IAtlas>(
  "@atlas/labextension:IAtlas",
  "The catalogue, the progress and the facts of this learner.",
);
