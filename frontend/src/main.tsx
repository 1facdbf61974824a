import { render } from "preact";
import "../../src/newind/documents/templates/tokens.css";
import "../../src/newind/documents/templates/charts.css";
import "./styles/more.css";
import "./styles/base.css";
import "./styles/charts.css";
import "./styles/ui.css";
import "./styles/shell.css";
import "./ui/embedded.css";
import { App } from "./app";
import { EMBEDDED, said } from "./state/embedded";
import { startTheme } from "./theme";
import { preload } from "./views/registry";

startTheme();
preload(said());
if (EMBEDDED) document.documentElement.classList.add("embedded");
render(<App />, document.getElementById("app")!);
