/**
 * Highlights a block of code with JupyterLab's own Markdown renderer, so that it looks as it does
 * in a notebook, in both themes, without a highlighter of ours. The plain text stands until then.
 */
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";

const MARKDOWN = "text/markdown";

export function highlightCode(code: HTMLElement, rendermime: IRenderMimeRegistry): void {
  const block = code.parentElement;
  if (!block) return;
  block.classList.add("atlas-Code");
  block.tabIndex = 0;
  const language = /(?:^|\s)language-([\w+#.-]+)/.exec(code.className)?.[1];
  if (!language || language === "text") return;
  void paint(block, code, language, rendermime);
}

async function paint(
  block: HTMLElement,
  code: HTMLElement,
  language: string,
  rendermime: IRenderMimeRegistry,
): Promise<void> {
  const text = code.textContent;
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const data = { [MARKDOWN]: `${fence}${language}\n${text}\n${fence}` };
  const renderer = rendermime.createRenderer(MARKDOWN);
  try {
    await renderer.renderModel(new MimeModel({ data, trusted: false }));
    const painted = renderer.node.querySelector("pre > code");
    if (painted) {
      code.replaceChildren(...painted.childNodes);
      block.dataset["language"] = language;
    }
  } finally {
    renderer.dispose();
  }
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}
