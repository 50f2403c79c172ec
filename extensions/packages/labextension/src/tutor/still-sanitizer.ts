/**
 * JupyterLab's sanitiser, and after it no picture, sound, film or command. What a model writes must not make
 * the browser ask another machine for anything: an address in a picture can carry away what the
 * learner said. The HTML is looked at inertly, before it is anywhere near the document.
 */
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

const LOADING = "img, picture, source, video, audio, track, iframe, object, embed, link, style";
const UNWANTED = [
  "style",
  "background",
  "poster",
  "data-commandlinker-command",
  "data-commandlinker-args",
];

export class StillSanitizer implements IRenderMime.ISanitizer {
  constructor(private readonly inner: IRenderMime.ISanitizer) {}

  /** A link in an answer must never run a command of JupyterLab. */
  readonly allowCommandLinker = false;

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    return withoutMedia(this.inner.sanitize(dirty, options));
  }
}

/** The HTML without elements that load something; a picture leaves its alternative text. */
export function withoutMedia(html: string): string {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const found of template.content.querySelectorAll(LOADING)) {
    found.replaceWith(found.getAttribute("alt") ?? "");
  }
  for (const each of template.content.querySelectorAll("*")) {
    for (const name of UNWANTED) each.removeAttribute(name);
  }
  return template.innerHTML;
}
