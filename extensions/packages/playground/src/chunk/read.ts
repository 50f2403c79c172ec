/** In the worker: one Request a message, one Answer back, as the build's workshop gives it. */
import { answerTo, type Ways } from "@atlas/workshop/answer";
import type { Request } from "@atlas/workshop/drawing";

interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: unknown): void;
}

export function readForPage(): void {
  const scope = globalThis as unknown as Scope;
  const ways: Ways = new Map();
  scope.onmessage = ({ data }) => {
    void answerTo(data, ways).then((answer) => scope.postMessage(answer));
  };
}
