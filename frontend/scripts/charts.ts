// Draws <div data-chart="ID"> from the ECharts option in <script type="application/json" id="ID">.
// Only what charts here use is bundled. Tooltips are drawn on the canvas: the page allows no inline styles.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  BarChart, LineChart, PieChart,
  DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
  CanvasRenderer,
]);

const PALETTE = ["#123f5c", "#2a7f78", "#b07d1e", "#8a3b3f", "#5c6f7d", "#7aa5a0"];

function draw(place: HTMLElement): void {
  const data = document.getElementById(place.dataset.chart ?? "");
  if (!data?.textContent) return;
  const option = JSON.parse(data.textContent) as Record<string, unknown>;
  const chart = echarts.init(place);
  const font = getComputedStyle(document.body).fontFamily;
  chart.setOption({
    color: PALETTE,
    textStyle: { fontFamily: font, fontSize: 14, color: "#22282d" },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    ...option,
    tooltip: { ...(option.tooltip as object | undefined), renderMode: "richText", confine: true },
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}

function drawAll(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-chart]:not([_echarts_instance_])").forEach(draw);
}

document.addEventListener("DOMContentLoaded", () => drawAll(document));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target instanceof Element) drawAll(event.target);
});
