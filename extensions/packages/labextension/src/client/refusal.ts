/**
 * Why a call did not succeed, as one sentence that a person can act on. Everything that the client
 * throws, but for an abort that the caller asked for, is a Refusal.
 */
/** "offline": nothing answered. Any other code is the server's own. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, sentence: string, status = 0) {
    super(sentence);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
  }

  get sentence(): string {
    return this.message;
  }

  /** Whether the same call may succeed later without a change: nobody answered, or not now. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const OFFLINE =
  "Your Jupyter server doesn't answer. Check that it is running and that you are online, " +
  "then try again.";
const ABSENT =
  "This Jupyter server doesn't know Atlas. Ask whoever runs it to enable the server extension " +
  "atlas_server.";

/** Reads the refusal out of an answer whose status is not 2xx. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const { status } = response;
  try {
    const body = (await response.json()) as { error?: { code?: string; sentence?: string } };
    const sentence = body.error?.sentence;
    if (sentence) return new Refusal(body.error?.code ?? "refused", sentence, status);
  } catch {
    // Not JSON: a proxy or another handler answered. The status says what there is to say.
  }
  if (status === 404) return new Refusal("absent", ABSENT, status);
  if (status === 401 || status === 403) {
    const sentence = "Your session has ended. Reload this tab and log in again.";
    return new Refusal("session", sentence, status);
  }
  const sentence = `The server answered ${status}. Try again; if it stays, tell your instructor.`;
  return new Refusal("status", sentence, status);
}

/** Makes a Refusal of whatever was thrown. */
export function refusalFrom(failure: unknown): Refusal {
  if (failure instanceof Refusal) return failure;
  // A fetch that nobody answered is a TypeError, and so is JupyterLab's NetworkError.
  if (failure instanceof TypeError) {
    return new Refusal("offline", OFFLINE);
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new Refusal("unexpected", `Something unexpected went wrong: ${reason}`);
}

export function isAbort(failure: unknown): boolean {
  return failure instanceof Error && failure.name === "AbortError";
}
