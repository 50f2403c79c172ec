/** The extension of a Voilà page: the widgets alone, for people without JupyterLab. */
import { addStyle } from "./style.js";
import { widgetPlugin } from "./widget/plugin.js";

addStyle();

export default [widgetPlugin];
