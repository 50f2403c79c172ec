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

  const answers = new Map();
  for (const element of document.querySelectorAll("script[data-simulation]"))
    answers.set(element.dataset.simulation, element);

  /** The simulator of a diagram, below it; everything that it needs is in the page. */
  const simulator = (host, bundle, figure) => {
    const place = document.createElement("div");
    host.after(place);
    const answer = JSON.parse(answers.get(host.dataset.diagram).textContent);
    const subject = AtlasPlayer.readAnswer(bundle.diagram, answer);
    let open = null;
    const close = () => { open?.dispose(); open = null; place.replaceChildren(); };
    const start = (wanted) => {
      close();
      if (subject === null) {
        const why = document.createElement("p");
        why.setAttribute("role", "status");
        why.textContent = `This diagram can't be run. ${answer.why}`;
        place.replaceChildren(why);
        return;
      }
      const link = (word) => `${page}#simulate=${host.id}&run=${word}`;
      open = AtlasPlayer.openSimulator(place, subject, figure(), { link, onClose: close, ...wanted });
    };
    return { start, toggle: () => (place.hasChildNodes() ? close() : start({})), answer };
  };

  const draw = (host) => {
    const data = bundles.get(host.dataset.diagram);
    if (data === undefined || host.dataset.drawn !== undefined) return;
    host.dataset.drawn = "true";
    host.replaceChildren();
    const bundle = JSON.parse(data.textContent);
    const wanted = new URLSearchParams(location.hash.slice(1));
    const selection = wanted.get("diagram") === host.id ? wanted.get("node") : null;
    const link = (node) => `${page}#diagram=${host.id}&node=${encodeURIComponent(node)}`;
    let view = null;
    const runs = answers.has(host.dataset.diagram) ? simulator(host, bundle, () => view) : null;
    const onSimulate = runs === null ? {} : { onSimulate: runs.toggle };
    view = AtlasDiagram.renderDiagram(host, bundle, { fonts, link, selection, ...onSimulate });
    if (wanted.get("simulate") === host.id) runs?.start({ replay: wanted.get("run") ?? "" });
    else if (runs?.answer.scenarios.length > 0) runs.start({ standing: true });
  };
  const hosts = [...document.querySelectorAll(".atlas-diagram")];
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting) { watcher.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "600px" });
  for (const host of hosts) watcher.observe(host);
  addEventListener("beforeprint", () => hosts.forEach(draw));
  const named = new URLSearchParams(location.hash.slice(1));
  const wanted = named.get("diagram") ?? named.get("simulate");
  if (wanted) document.getElementById(wanted)?.scrollIntoView();

  for (const question of document.querySelectorAll(".quiz fieldset"))
    question.addEventListener("change", () => { question.querySelector("details").open = true; });
})();
