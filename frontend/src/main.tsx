import { render } from "preact";
import "../../src/newind/documents/templates/tokens.css";
import "../../src/newind/documents/templates/charts.css";
import "./styles/more.css";
import "./styles/base.css";
import "./styles/charts.css";
import "./styles/ui.css";
import "./styles/shell.css";
import "./styles/print.css";
import { App } from "./app";
import { EMBEDDED, said } from "./state/embedded";
import { startTheme } from "./theme";
import { preload } from "./views/registry";

startTheme();
preload(said());
if (EMBEDDED) void import("./ui/embedded").then((m) => m.alone());
render(<App />, document.getElementById("app")!);
