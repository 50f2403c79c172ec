// The index: filters over all pages, and a search over their passages, which are loaded on demand.
"use strict";
(() => {
  const pages = globalThis.atlasPages;
  const form = document.querySelector("#filters");
  const results = document.querySelector("#results");
  const count = document.querySelector("#count");
  const HITS_A_PAGE = 2;
  const AROUND = 90;
  let loading = null;

  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
  const number = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const address = (file, anchor) =>
    file.split("/").map(encodeURIComponent).join("/") + (anchor ? `#${encodeURIComponent(anchor)}` : "");

  /** The passages of all pages, loaded once: [page's number, heading, anchor, text]. */
  const passages = () => {
    loading ??= new Promise((resolve) => {
      globalThis.atlasPassagesReady = () => resolve(globalThis.atlasPassages);
      document.head.append(make("script", "", { src: "assets/search-data.js" }));
    });
    return loading;
  };

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const passes = (page, wanted) =>
    ["tree", "difficulty"].every((key) => !wanted[key] || page[key] === wanted[key]) &&
    ["concept", "technology"].every((key) => !wanted[key] || page[key].includes(wanted[key]));

  /** Pages with all words in one passage or its headings; title and heading count for more. */
  const find = (rows, words, wanted) => {
    const found = new Map();
    for (const row of rows) {
      const page = pages[row[0]];
      if (!passes(page, wanted)) continue;
      const [title, heading, text] = [page.title, row[1], row[3]].map((part) => ` ${part.toLowerCase()}`);
      let score = 0;
      for (const word of words) {
        const inTitle = title.includes(word), inHeading = heading.includes(word), inText = text.includes(word);
        if (!inTitle && !inHeading && !inText) { score = 0; break; }
        score += (inTitle ? 4 : 0) + (inHeading ? 3 : 0) + (inText ? 1 + 20 / (20 + text.indexOf(word) / 20) : 0);
      }
      if (!score) continue;
      const entry = found.get(row[0]) ?? { page, score: 0, hits: [] };
      entry.hits.push({ score, heading: row[1], anchor: row[2], text: row[3] });
      entry.score = Math.max(entry.score, score);
      found.set(row[0], entry);
    }
    return [...found.values()].sort((a, b) => b.score - a.score);
  };

  const excerpt = (text, words) => {
    const lower = text.toLowerCase();
    const at = Math.max(0, Math.min(...words.map((word) => lower.indexOf(word)).filter((n) => n >= 0), lower.length) - AROUND);
    const cut = text.slice(at, at + 3 * AROUND);
    const line = make("p", "", { className: "hit" });
    const pattern = new RegExp(`(${words.join("|")})`, "giu");
    line.append(at ? "… " : "", ...cut.split(pattern).map((part, n) => (n % 2 ? make("mark", part) : part)), at + 3 * AROUND < text.length ? " …" : "");
    return line;
  };

  const show = ({ page, hits }, words) => {
    const item = make("li", "");
    const heading = make("h2", "");
    heading.append(make("a", page.title, { href: address(page.file) }));
    const about = [page.difficulty, `${page.minutes} min`, ...page.concept].filter(Boolean).join(" · ");
    item.append(heading, make("small", about));
    if (page.description) item.append(make("p", page.description));
    for (const hit of (hits ?? []).sort((a, b) => b.score - a.score).slice(0, HITS_A_PAGE)) {
      const line = make("p", "");
      line.append(make("a", hit.heading || "Opening", { href: address(page.file, hit.anchor) }));
      item.append(line, excerpt(hit.text, words));
    }
    if (page.diagrams.length) {
      const chips = make("div", "", { className: "chips" });
      chips.append(`${number(page.diagrams.length, "diagram")}:`);
      for (const [anchor, title] of page.diagrams) chips.append(make("a", title || anchor, { href: address(page.file, anchor) }));
      item.append(chips);
    }
    return item;
  };

  let turn = 0;
  const update = async () => {
    const mine = ++turn;
    const wanted = Object.fromEntries(new FormData(form));
    const words = [...new Set(wordsOf(wanted.q))];
    const rows = words.length ? await passages() : [];
    if (mine !== turn) return;
    const found = words.length ? find(rows, words, wanted) : pages.filter((page) => passes(page, wanted)).map((page) => ({ page }));
    const diagrams = found.reduce((sum, { page }) => sum + page.diagrams.length, 0);
    count.textContent = found.length ? `${number(found.length, "page")} with ${number(diagrams, "diagram")}` : "No page has all of these. Take a filter or a word away.";
    results.replaceChildren(...found.map((entry) => show(entry, words)));
  };

  form.hidden = false;
  document.querySelector("#contents").hidden = true;
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) if (asked.get(field.name)) field.value = asked.get(field.name);
  update();
})();
