/** Copies text, also where the browser offers no clipboard: on an address without encryption. */
import { element } from "../element.js";

/** True where the text is in the clipboard now. */
export async function copyText(document: Document, text: string): Promise<boolean> {
  const clipboard = document.defaultView?.navigator.clipboard;
  try {
    await clipboard?.writeText(text);
    if (clipboard !== undefined) return true;
  } catch {
    // Refused (a page in a frame, for one): the old way may still do.
  }
  return copySelected(document, text);
}

function copySelected(document: Document, text: string): boolean {
  const focused = document.activeElement;
  const field = element(document, "textarea", { "aria-hidden": "true", readonly: true });
  field.style.cssText = "position:fixed;opacity:0";
  field.value = text;
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without encryption
  const done = document.execCommand("copy");
  field.remove();
  if (focused !== null && "focus" in focused) (focused as HTMLElement).focus();
  return done;
}
