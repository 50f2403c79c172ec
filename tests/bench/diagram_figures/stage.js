// Measures in the page: draws with our renderer or with Mermaid, and reads counts and boxes.
"use strict";
globalThis.stage = (() => {
  const main = document.querySelector("main");
  /** Until what is in the page has been painted: a message comes after the frame's own work. */
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(null);
  }));
  /** A point every so many pixels stands for a path. */
  const STEP_PX = 6;

  async function ready() {
    globalThis.mermaid?.initialize({ startOnLoad: false, maxTextSize: 1e6, maxEdges: 5000, logLevel: "fatal" });
    await Promise.all([document.fonts.load('400 13px "Atlas Inter"'), document.fonts.load('600 13px "Atlas Inter"')]);
  }

  function host() {
    const box = document.createElement("div");
    main.replaceChildren(box);
    return box;
  }

  /** Milliseconds until our picture of a bundle is in the page and laid out. */
  async function drawOurs(text) {
    const bundle = JSON.parse(text);
    const box = host();
    const begun = performance.now();
    const view = AtlasDiagram.renderDiagram(box, bundle);
    box.querySelector("svg.picture")?.getBoundingClientRect();
    const spent = performance.now() - begun;
    await painted();
    view.dispose();
    return spent;
  }

  /** Milliseconds from the first touch of a picture until it answers, laid out again. */
  async function touchOurs(text) {
    const box = host();
    const view = AtlasDiagram.renderDiagram(box, JSON.parse(text));
    await painted();
    const begun = performance.now();
    box.querySelector(".stage").dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    box.getBoundingClientRect();
    const spent = performance.now() - begun;
    view.dispose();
    return spent;
  }

  let count = 0;
  /** The same for Mermaid; null where it can't draw the text. */
  async function drawMermaid(text) {
    const box = host();
    const begun = performance.now();
    try {
      const { svg } = await mermaid.render(`peer${count++}`, text);
      box.innerHTML = svg;
    } catch {
      return null;
    }
    box.firstElementChild?.getBoundingClientRect();
    const spent = performance.now() - begun;
    await painted();
    box.remove();
    return spent;
  }

  /** Nodes, edges and groups as Mermaid's own parser reports them; null where it can't read. */
  async function counts(text) {
    let parsed;
    try {
      parsed = await mermaid.mermaidAPI.getDiagramFromText(text);
    } catch {
      return null;
    }
    const { db, type } = parsed;
    if (type === "sequence") {
      const sent = db.getMessages().filter(({ from, to, type: line, message }) =>
        from !== undefined && to !== undefined && line !== db.LINETYPE.NOTE && message !== undefined);
      const lines = new Set(Object.entries(db.LINETYPE)
        .filter(([name]) => /^(SOLID|DOTTED|BIDIRECTIONAL|STICK)/.test(name)).map(([, value]) => value));
      return { nodes: db.getActorKeys().length, edges: sent.filter(({ type: line }) => lines.has(line)).length };
    }
    const { nodes, edges } = db.getData();
    const plain = nodes.filter(({ isGroup, shape }) => !isGroup || shape === "note");
    return { nodes: plain.length, edges: edges.length };
  }

  const rectOf = ({ x, y, width, height }) => ({ x, y, right: x + width, bottom: y + height });
  const meet = (a, b, slack) =>
    a.x + slack < b.right && b.x + slack < a.right && a.y + slack < b.bottom && b.y + slack < a.bottom;
  const holds = (outer, inner, slack) =>
    inner.x >= outer.x - slack && inner.right <= outer.right + slack &&
    inner.y >= outer.y - slack && inner.bottom <= outer.bottom + slack;

  function pointsOf(path) {
    const length = path.getTotalLength();
    const steps = Math.max(1, Math.ceil(length / STEP_PX));
    return Array.from({ length: steps + 1 }, (_, at) => {
      const { x, y } = path.getPointAtLength((length * at) / steps);
      return [x, y];
    });
  }

  /** The letters of a text, without the room above and below them. */
  function lettersOf(text) {
    const { x, y, width, height } = text.getBBox();
    return { x, y: y + height * 0.18, right: x + width, bottom: y + height * 0.82 };
  }

  function labelsOf(svg) {
    const found = [];
    for (const group of svg.querySelectorAll(".node, .edge-label, .note, .titles .group, .block")) {
      if (group.closest("[data-gone]")) continue;
      const texts = [...group.querySelectorAll(":scope > text")];
      const outline = group.querySelector(":scope > .outline, :scope > .halo, :scope > .paper, :scope > .frame");
      const frame = outline ?? svg.querySelector(`.groups [data-group="${CSS.escape(group.dataset.group ?? "")}"] .frame`);
      for (const text of texts) found.push({ group, text, frame, rect: lettersOf(text) });
    }
    for (const text of svg.querySelectorAll(".marks text:not([transform])"))
      found.push({ group: text, text, frame: null, rect: lettersOf(text) });
    return found;
  }

  /** Text that leaves its box: corners outside the outline, or a line wider than its rectangle. */
  function leaves({ group, frame, rect }) {
    if (frame === null) return false;
    if (!group.matches(".node")) return !holds(rectOf(frame.getBBox()), rect, 1);
    const svg = frame.ownerSVGElement;
    const corners = [[rect.x + 1, rect.y], [rect.right - 1, rect.y], [rect.x + 1, rect.bottom], [rect.right - 1, rect.bottom]];
    return corners.some(([x, y]) => {
      const point = svg.createSVGPoint();
      [point.x, point.y] = [x, y];
      return !frame.isPointInFill(point);
    });
  }

  /** Faults of our picture of a bundle, as sentences, with the picture still in the page. */
  function faults(text) {
    const box = host();
    AtlasDiagram.renderDiagram(box, JSON.parse(text), { interactive: false });
    const svg = box.querySelector("svg.picture");
    const said = [];
    const labels = labelsOf(svg);
    labels.forEach((one, at) => {
      const words = one.text.textContent.slice(0, 40);
      if (leaves(one)) said.push(`text leaves its box: ${words}`);
      for (const other of labels.slice(at + 1))
        if (other.group !== one.group && meet(one.rect, other.rect, 1))
          said.push(`labels meet: ${words} / ${other.text.textContent.slice(0, 40)}`);
    });
    const titles = labels.filter(({ group }) => group.matches(".titles .group"));
    const nodes = [...svg.querySelectorAll(".node")].map((node) => ({
      id: node.dataset.node,
      rect: rectOf(node.querySelector(".outline").getBBox()),
    }));
    for (const edge of svg.querySelectorAll(".edges .edge")) {
      const { source, target } = edge.dataset;
      const points = pointsOf(edge.querySelector(".line"));
      const within = (rect, slack) => points.some(([x, y]) =>
        x > rect.x + slack && x < rect.right - slack && y > rect.y + slack && y < rect.bottom - slack);
      for (const { id, rect } of nodes)
        if (id !== source && id !== target && within(rect, 2)) said.push(`edge ${source}-${target} runs through ${id}`);
      for (const { rect, text: title } of titles)
        if (within(rect, 1)) said.push(`edge ${source}-${target} runs through the title ${title.textContent.slice(0, 40)}`);
    }
    return said;
  }

  function crossingsIn(lines) {
    const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    const cross = (a, b, c, d) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    const boxes = lines.map((points) => ({
      x: Math.min(...points.map(([x]) => x)), right: Math.max(...points.map(([x]) => x)),
      y: Math.min(...points.map(([, y]) => y)), bottom: Math.max(...points.map(([, y]) => y)),
    }));
    let found = 0;
    for (let one = 0; one < lines.length; one += 1)
      for (let two = one + 1; two < lines.length; two += 1) {
        if (!meet(boxes[one], boxes[two], -0.1)) continue;
        for (let i = 1; i < lines[one].length; i += 1)
          for (let j = 1; j < lines[two].length; j += 1)
            if (cross(lines[one][i - 1], lines[one][i], lines[two][j - 1], lines[two][j])) found += 1;
      }
    return found;
  }

  /** Crossings of edges in our picture, which `faults` or `drawOurs` left in the page. */
  function ourCrossings() {
    return crossingsIn([...main.querySelectorAll(".edges .edge .line")].map(pointsOf));
  }

  /** Crossings in Mermaid's own layout of the text; null where it can't draw it. */
  async function theirCrossings(text) {
    const box = host();
    try {
      const { svg } = await mermaid.render(`peer${count++}`, text);
      box.innerHTML = svg;
    } catch {
      return null;
    }
    const paths = [...box.querySelectorAll(".edgePaths path, .edgePath path.path, path.relation, path.relationshipLine")];
    return crossingsIn([...new Set(paths)].filter((path) => path.hasAttribute("d")).map(pointsOf));
  }

  return { ready, host, drawOurs, touchOurs, drawMermaid, counts, faults, ourCrossings, theirCrossings };
})();
