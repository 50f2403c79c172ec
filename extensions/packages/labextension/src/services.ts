/** Makes what the other plugins share, and relays the facts that diagrams raise as DOM events. */
import type { FactKind } from "@atlas/contracts";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";

import { CatalogueStore } from "./catalogue/store.js";
import type { Payload } from "./client/answers.js";
import { Client } from "./client/client.js";
import { LabNotebooks } from "./exercise/notebooks.js";
import { ExerciseStore } from "./exercise/store.js";
import { ProgressStore } from "./facts/progress.js";
import { FactRelay } from "./facts/relay.js";
import { PageFocus } from "./reader/page-focus.js";
import { IAtlas } from "./token.js";

/** What a diagram says in `atlas:fact`; it has no network of its own. */
interface RaisedFact {
  kind: FactKind;
  subject: string;
  payload?: Payload;
}

export const servicesPlugin: JupyterFrontEndPlugin<IAtlas> = {
  id: "@atlas/labextension:services",
  description: "The catalogue, the progress and the facts of this learner.",
  autoStart: true,
  provides: IAtlas,
  activate: (app: JupyterFrontEnd): IAtlas => {
    const client = new Client(app.serviceManager.serverSettings);
    const catalogue = new CatalogueStore(client);
    const progress = new ProgressStore(() => client.progress());
    const facts = new FactRelay({
      send: (waiting) => client.facts(waiting),
      storage: window.localStorage,
      place: client.place,
    });
    facts.recorded.connect(() => progress.refresh());
    facts.refused.connect((_, sentence) => console.warn(`Atlas: not recorded. ${sentence}`));
    document.body.addEventListener("atlas:fact", (event) => {
      const { kind, subject, payload } = (event as CustomEvent<RaisedFact>).detail;
      facts.append(kind, subject, payload ?? {});
    });
    const exercises = new ExerciseStore({
      calls: client,
      notebooks: new LabNotebooks(app),
      onGraded: () => progress.refresh(),
    });
    void catalogue.load();
    return { client, catalogue, progress, facts, focus: new PageFocus(), exercises };
  },
};
