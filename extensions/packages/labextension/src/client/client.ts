/**
 * The only way to `atlas_server`: one method a call, under `<base url>atlas/`, with JupyterLab's
 * own request (token, XSRF). Every method throws a Refusal, or an AbortError that the caller asked
 * for, and nothing else.
 */
import type { Assessment, Bundle, Diagram, SimulationAnswer } from "@atlas/contracts";
import type { Answers, Attempts, MeaningRequest } from "@atlas/playground";
import { URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";

import type {
  Catalogue,
  Citation,
  Copied,
  FactsAnswer,
  Hit,
  Me,
  Page,
  Progress,
  SentFact,
  Submission,
  Submitted,
  Turn,
  TutorEvent,
  Validation,
} from "./answers.js";
import { isAbort, Refusal, refusalFrom, refusalOf } from "./refusal.js";
import { readEvents, type ServerEvent } from "./sse.js";

type Query = Record<string, string | number>;

export class Client {
  private readonly settings: ServerConnection.ISettings;

  constructor(settings: ServerConnection.ISettings) {
    this.settings = settings;
  }

  /** Tells two servers on one origin apart: the base URL holds the learner's name on a hub. */
  get place(): string {
    return this.settings.baseUrl;
  }

  me(): Promise<Me> {
    return this.get("me");
  }

  catalogue(): Promise<Catalogue> {
    return this.get("catalogue");
  }

  page(id: string): Promise<Page> {
    return this.get("page", { id });
  }

  diagram(id: string): Promise<Bundle> {
    return this.get("diagram", { id });
  }

  /** What the parser shall try, for a text that somebody is typing. */
  draftAttempts(text: string): Promise<Attempts> {
    return this.post("draft/attempts", { text });
  }

  /** What labels, colours and classes of a drawing mean. */
  draftDiagram(request: MeaningRequest): Promise<Diagram> {
    return this.post("draft/diagram", request);
  }

  /** Writes a text as a page into the learner's home; never over another. */
  savePage(title: string, text: string): Promise<Copied> {
    return this.post("draft/page", { title, text });
  }

  compare(
    diagram: string,
    drawn: Diagram,
    answers: Answers,
  ): Promise<{ assessment: Assessment; page: Bundle }> {
    return this.post("compare", { diagram, drawn, answers });
  }

  simulation(diagram: string): Promise<SimulationAnswer> {
    return this.get("simulation", { diagram });
  }

  async search(q: string, signal: AbortSignal, limit = 20): Promise<Hit[]> {
    const { hits } = await this.get<{ hits: Hit[] }>("search", { q, limit }, signal);
    return hits;
  }

  progress(): Promise<Progress> {
    return this.get("progress");
  }

  /** Copies a page to a notebook in the learner's home; an existing copy stays as it is. */
  notebook(page: string): Promise<Copied> {
    return this.post("notebook", { page });
  }

  facts(facts: readonly SentFact[]): Promise<FactsAnswer> {
    return this.post("facts", { facts });
  }

  fetchExercise(exercise: string): Promise<Copied> {
    return this.post("exercise/fetch", { exercise });
  }

  validate(exercise: string): Promise<Validation> {
    return this.post("exercise/validate", { exercise });
  }

  submit(exercise: string): Promise<Submitted> {
    return this.post("exercise/submit", { exercise });
  }

  /** Newest first. */
  async submissions(exercise: string): Promise<Submission[]> {
    const answer = await this.get<{ submissions: Submission[] }>("exercise/submissions", {
      exercise,
    });
    return answer.submissions;
  }

  /** Asks the tutor; the events of the answer as they arrive. Abort `signal` to stop. */
  async *ask(
    question: string,
    thread: readonly Turn[],
    page: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<TutorEvent> {
    const body = JSON.stringify(page ? { question, thread, page } : { question, thread });
    const response = await this.request("tutor", { method: "POST", body, signal });
    if (!response.body) throw new Refusal("empty", "The tutor sent no answer. Ask again.");
    try {
      for await (const event of readEvents(response.body)) {
        const read = tutorEvent(event);
        if (read) yield read;
      }
    } catch (failure) {
      throw isAbort(failure) ? failure : refusalFrom(failure);
    }
  }

  private get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const pairs = Object.entries(query).map(([key, value]) => [key, String(value)]);
    const search = new URLSearchParams(pairs).toString();
    const init: RequestInit = signal ? { method: "GET", signal } : { method: "GET" };
    return this.json<T>(search ? `${path}?${search}` : path, init);
  }

  private post<T>(path: string, body: object): Promise<T> {
    return this.json<T>(path, { method: "POST", body: JSON.stringify(body) });
  }

  private async json<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.request(path, init);
    try {
      return (await response.json()) as T;
    } catch (failure) {
      if (isAbort(failure)) throw failure;
      const sentence = "The server's answer could not be read. Reload this tab and try again.";
      throw new Refusal("unreadable", sentence, response.status);
    }
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, "atlas") + "/" + path;
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch (failure) {
      if (init.signal?.aborted) throw new DOMException("Stopped by the reader.", "AbortError");
      throw refusalFrom(failure);
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }
}

/** One event in our types, or null for a kind that this version doesn't know. */
export function tutorEvent({ event, data }: ServerEvent): TutorEvent | null {
  const body = JSON.parse(data) as Record<string, unknown>;
  switch (event) {
    case "meta":
      return {
        kind: "meta",
        mode: body["mode"] === "model" ? "model" : "offline",
        note: typeof body["note"] === "string" ? body["note"] : "",
      };
    case "citation":
      return { kind: "citation", citation: body as unknown as Citation };
    case "delta":
      return { kind: "delta", text: typeof body["text"] === "string" ? body["text"] : "" };
    case "done":
      return { kind: "done" };
    case "error": {
      const sentence = body["sentence"];
      const said = typeof sentence === "string" ? sentence : "The tutor stopped. Ask again.";
      return { kind: "error", sentence: said };
    }
    default:
      return null;
  }
}
