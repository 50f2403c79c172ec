// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";

import { fileName, plainColours, takeSvg } from "../src/explore/take/export.js";
import { renderDiagram } from "../src/index.js";
import { galleryBundles } from "./bundle.js";

const [shop] = galleryBundles()[0]!.slice(1) as [ReturnType<typeof galleryBundles>[0][1]];
let host: HTMLElement;
beforeEach(() => {
  document.body.innerHTML = "";
  host = document.createElement("div");
  document.body.append(host);
});

it("a mixed colour becomes one that every viewer knows", () => {
  expect(plainColours("color(srgb 0.2 0.4 1)")).toBe("rgb(51, 102, 255)");
  expect(plainColours("1px color(srgb 0 0 0 / 0.5)")).toBe("1px rgba(0, 0, 0, 0.5)");
  expect(plainColours("rgb(1, 2, 3)")).toBe("rgb(1, 2, 3)");
});

it("a title becomes a file's name in any script, and is never a path", () => {
  expect(fileName("../A shop: on/one page")).toBe("a-shop-on-one-page");
  expect(fileName("支払い")).toBe("支払い");
  expect(fileName("../..")).toBe("diagram");
});

it("the picture taken along stands alone: no classes, handlers or focus, but title and fonts", () => {
  renderDiagram(host, shop);
  const live = host.querySelector<SVGElement>("svg.picture")!;

  const { markup, width } = takeSvg(live, "A <shop>", "@font-face { font-family: x; }");

  expect(markup).toContain('xmlns="http://www.w3.org/2000/svg"');
  expect(markup).toContain("<title>A &lt;shop&gt;</title>");
  expect(markup).toContain("@font-face");
  expect(markup).not.toMatch(/ (class|tabindex|data-node|aria-pressed)=/);
  expect(markup).not.toContain("transform: translate");
  expect(width).toBe((shop.geometry?.width ?? 0) + 24);
});

it("the menu copies the source as the author wrote it, and Escape closes it", async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  renderDiagram(host, shop);
  await Promise.resolve();
  const opener = host.querySelector<HTMLElement>('[aria-label="Take this diagram along"]')!;

  opener.click();
  const menu = host.querySelector<HTMLElement>(".menu")!;
  expect(document.activeElement?.textContent).toBe("Copy Mermaid source");
  const escape = { key: "Escape", bubbles: true, cancelable: true };
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", escape));
  expect([menu.hidden, document.activeElement]).toEqual([true, opener]);

  opener.click();
  (document.activeElement as HTMLElement).click();
  await Promise.resolve();
  expect(copied).toEqual([shop.diagram.source.text]);
});
