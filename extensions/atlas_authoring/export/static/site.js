// Draws the diagrams of a page as they come into view, answers the quiz, keeps the chosen theme.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector("#theme");

  const kept = () => {
    try { return localStorage.getItem("atlas-theme"); } catch { return null; } // no storage: the system's
  };
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  if (kept()) root.dataset.theme = kept();
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("atlas-theme", root.dataset.theme); } catch { /* for this page only */ }
    show();
  });
  dark.addEventListener("change", show);
  show();

  const bundles = new Map();
  for (const element of document.querySelectorAll("script[data-bundle]"))
    bundles.set(element.dataset.bundle, element);
  const fonts = () => Promise.resolve(globalThis.atlasFonts ?? "");
  const page = location.href.split("#")[0];

  const draw = (host) => {
    const data = bundles.get(host.dataset.diagram);
    if (data === undefined || host.dataset.drawn !== undefined) return;
    host.dataset.drawn = "true";
    host.replaceChildren();
    const wanted = new URLSearchParams(location.hash.slice(1));
    const selection = wanted.get("diagram") === host.id ? wanted.get("node") : null;
    const link = (node) => `${page}#diagram=${host.id}&node=${encodeURIComponent(node)}`;
    AtlasDiagram.renderDiagram(host, JSON.parse(data.textContent), { fonts, link, selection });
  };
  const hosts = [...document.querySelectorAll(".atlas-diagram")];
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting) { watcher.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "600px" });
  for (const host of hosts) watcher.observe(host);
  addEventListener("beforeprint", () => hosts.forEach(draw));
  const wanted = new URLSearchParams(location.hash.slice(1)).get("diagram");
  if (wanted) document.getElementById(wanted)?.scrollIntoView();

  for (const question of document.querySelectorAll(".quiz fieldset"))
    question.addEventListener("change", () => { question.querySelector("details").open = true; });
})();
