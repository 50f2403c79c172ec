/** The extension: a list of plugins, each of which can be switched off by its id. */
import { cataloguePlugin } from "./catalogue/plugin.js";
import { exercisePlugin } from "./exercise/plugin.js";
import { playgroundPlugin } from "./playground/plugin.js";
import { readerPlugin } from "./reader/plugin.js";
import { servicesPlugin } from "./services.js";
import { startPlugin } from "./start/plugin.js";
import { addStyle } from "./style.js";
import { tutorPlugin } from "./tutor/plugin.js";
import { widgetPlugin } from "./widget/plugin.js";

addStyle();

export default [
  servicesPlugin,
  cataloguePlugin,
  readerPlugin,
  playgroundPlugin,
  exercisePlugin,
  tutorPlugin,
  widgetPlugin,
  startPlugin,
];
