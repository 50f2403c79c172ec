/**
 * Addresses of nodes. A node's anchor in its page is `node=<n>:<node>`, n being the number of the
 * diagram; its address is JupyterLab's with `?atlas=<page>#<n>:<node>`, the # encoded. On a hub
 * the address names no user, so that it opens in the server of whoever follows it. A simulation's
 * anchor is `sim=<n>:<word>`, its address `?atlas=<page>#sim=<n>:<word>`. Pure.
 */
export interface LinkBase {
  origin: string;
  /** The path of this JupyterLab's server, as "/user/ada/". */
  baseUrl: string;
  /** The path of the hub, as "/hub/"; "" where there is none. */
  hubPrefix: string;
}

export interface LinkedPlace {
  page: string;
  anchor: string;
}

export interface NodeAnchor {
  /** Counts the diagrams of the page from 1. */
  diagram: number;
  node: string;
}

export interface ReplayAnchor {
  /** Counts the diagrams of the page from 1. */
  diagram: number;
  /** What the simulator made of scenario, seed and changes. */
  word: string;
}

const ANCHOR = /^node=(\d+):(.+)$/s;
const REPLAY = /^sim=(\d+):([\w-]+)$/;

/** `diagram` is its id, "<page>#<n>". */
export function nodeLink(diagram: string, node: string, base: LinkBase): string {
  return linkTo(`${diagram}:${node}`, base);
}

/** The address that replays a simulation of a diagram. */
export function replayLink(diagram: string, word: string, base: LinkBase): string {
  return linkTo(`${diagram.replace(/#(\d+)$/, "#sim=$1")}:${word}`, base);
}

function linkTo(anchor: string, base: LinkBase): string {
  const { origin, baseUrl, hubPrefix } = base;
  const path = hubPrefix === "" ? baseUrl : `${hubPrefix}user-redirect/`;
  const place = encodeURIComponent(anchor).replaceAll("%2F", "/");
  return `${origin}${path}lab?atlas=${place}`;
}

/** Where the query of an address leads, or null where it names no page. */
export function linkedPlace(search: string): LinkedPlace | null {
  const wanted = new URLSearchParams(search).get("atlas") ?? "";
  const [, page = wanted, place = ""] = /^([^#]*)#(.*)$/s.exec(wanted) ?? [];
  if (page === "") return null;
  return { page, anchor: /^\d+:/.test(place) ? `node=${place}` : place };
}

export function nodeAnchor(anchor: string): NodeAnchor | null {
  const [, diagram, node] = ANCHOR.exec(anchor) ?? [];
  return diagram === undefined || node === undefined ? null : { diagram: Number(diagram), node };
}

export function replayAnchor(anchor: string): ReplayAnchor | null {
  const [, diagram, word] = REPLAY.exec(anchor) ?? [];
  return diagram === undefined || word === undefined ? null : { diagram: Number(diagram), word };
}

/** The query without what this module put there, "" or beginning with "?". */
export function withoutLink(search: string): string {
  const rest = new URLSearchParams(search);
  rest.delete("atlas");
  return rest.size === 0 ? "" : `?${rest.toString()}`;
}
