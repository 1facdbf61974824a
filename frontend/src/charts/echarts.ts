/** The parts of ECharts that are used; loaded with the first chart that needs them. */
import { BarChart, CustomChart, LineChart, MapChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GeoComponent, GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, CustomChart, LineChart, MapChart, SankeyChart, ScatterChart, GeoComponent, GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

export { init, registerMap };
