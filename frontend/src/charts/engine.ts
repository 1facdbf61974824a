/** The parts of ECharts that charts here are made of, in one chunk that the first of them loads; another kind of chart adds its parts. */
import { LineChart, SankeyChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([DataZoomComponent, GridComponent, LegendComponent, LineChart, MarkAreaComponent, MarkLineComponent, SankeyChart, TitleComponent, TooltipComponent, SVGRenderer]);

export { init };
