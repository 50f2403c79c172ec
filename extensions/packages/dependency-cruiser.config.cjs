/** The layer order: labextension > playground > diagram | player > contracts. */
module.exports = {
  forbidden: [
    {
      name: "contracts-stands-alone",
      comment: "contracts is the lowest layer: it imports no package of ours and no library",
      severity: "error",
      from: { path: "^contracts/src" },
      to: { pathNot: "^contracts/src" },
    },
    {
      name: "diagram-imports-contracts-only",
      comment: "the renderer is framework-free: it may import contracts, nothing else",
      severity: "error",
      from: { path: "^diagram/src", pathNot: "[.]test[.]ts$" },
      to: { pathNot: "^(contracts|diagram)/src" },
    },
    {
      name: "player-imports-contracts-only",
      comment: "the simulator is framework-free and knows no renderer: its host gives it a figure",
      severity: "error",
      from: { path: "^player/src", pathNot: "[.]test[.]ts$" },
      to: { pathNot: "^(contracts|player)/|^@atlas/engine[.]wasm$" },
    },
    {
      name: "nobody-imports-the-labextension",
      severity: "error",
      from: { pathNot: "^labextension" },
      to: { path: "^labextension" },
    },
    {
      name: "the-browser-never-imports-the-workshop",
      comment: "Mermaid and ELK run at build time, and in the chunk of the playground",
      severity: "error",
      from: { path: "^(contracts|diagram|player|labextension)/src" },
      to: { path: "^workshop" },
    },
    {
      name: "the-playground-reaches-the-workshop-in-its-chunk-only",
      comment: "what the page loads imports types alone; the chunk is a bundle of its own",
      severity: "error",
      from: { path: "^playground/src", pathNot: "^playground/src/chunk/" },
      to: { path: "^(workshop|playground/src/chunk)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-playground-stands-on-the-diagram",
      severity: "error",
      from: { path: "^(contracts|diagram|workshop)/src" },
      to: { path: "^playground" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: { path: "^(contracts|diagram)/src" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|lib|node_modules|gallery)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
