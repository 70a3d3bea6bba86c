/* Makes the charts of the board interactive: each takes the place of the drawing that the server made.
   What they show stands in #board; without this file the drawings stay. Everything is drawn on a canvas, and
   tooltips too: the policy of the page allows no style in the markup. */
"use strict";

(() => {
  const facts = JSON.parse(document.getElementById("board").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chinese = document.documentElement.lang.startsWith("zh");
  /* Okabe and Ito's colours, told apart with any kind of sight; patterns come on top. */
  const hues = { waiting: "#e69f00", held: "#f0e442", published: "#0072b2", declined: "#999999", merged: "#56b4e9", withdrawn: "#cc79a7" };

  const look = () => {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    return { ink: value("--ink"), soft: value("--soft"), line: value("--line"), paper: value("--paper"), brand: value("--brand") };
  };

  /* In a tooltip braces would name a style. */
  const plain = (text) => text.replace(/[{}|]/g, " ");
  const cut = (text) => (text.length > 16 ? `${text.slice(0, 15)}…` : text);
  const frame = (colours, title) => ({
    animation: false,
    textStyle: { color: colours.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 },
    aria: { enabled: true, label: { description: title } },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: colours.paper, borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
    },
  });
  const counts = (colours) => ({
    type: "value", minInterval: 1, axisLabel: { color: colours.soft }, splitLine: { lineStyle: { color: colours.line } },
  });
  const names = (colours, data, more) => ({
    type: "category", data, axisLabel: { color: colours.ink, ...more }, axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } },
  });
  const room = { left: 8, right: 32, top: 8, bottom: 8, containLabel: true };

  const charts = {
    categories: (colours) => ({
      height: 72 + 34 * facts.categories.names.length,
      option: {
        aria: { decal: { show: true } },
        legend: { top: 0, left: 0, textStyle: { color: colours.ink }, itemWidth: 22 },
        grid: { ...room, top: 40 },
        tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
        xAxis: counts(colours),
        yAxis: { ...names(colours, facts.categories.names, { formatter: cut }), inverse: true },
        series: facts.categories.series.map((one) => ({ name: one.name, type: "bar", stack: "all", barMaxWidth: 20, itemStyle: { color: hues[one.state] }, data: one.counts })),
      },
    }),
    days: (colours) => ({
      height: 280,
      option: {
        grid: { ...room, bottom: facts.days.length > 14 ? 56 : 8 },
        tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
        xAxis: names(colours, facts.days.map((day) => day[0]), {}),
        yAxis: counts(colours),
        dataZoom: facts.days.length > 14 ? [{ type: "slider", height: 24, bottom: 8, borderColor: colours.line, textStyle: { color: colours.soft } }] : [],
        series: [{ name: facts.suggestions, type: "bar", barMaxWidth: 40, itemStyle: { color: colours.brand }, data: facts.days.map((day) => day[1]) }],
      },
    }),
    hours: (colours) => {
      const cells = facts.hours.counts.flatMap((row, day) => row.map((count, hour) => [hour, day, count]));
      const most = Math.max(1, ...cells.map((cell) => cell[2]));
      return {
        height: 340,
        option: {
          grid: { ...room, bottom: 64 },
          tooltip: { formatter: (at) => `${facts.hours.weekdays[at.value[1]]} ${at.value[0]}:00  ${at.value[2]}` },
          xAxis: names(colours, [...Array(24).keys()].map((hour) => `${hour}:00`), {}),
          yAxis: { ...names(colours, facts.hours.weekdays, {}), inverse: true },
          visualMap: { min: 0, max: most, text: [`${most}`, "0"], orient: "horizontal", left: "center", bottom: 4, itemWidth: 12, itemHeight: 160, textStyle: { color: colours.soft }, inRange: { color: [colours.paper, colours.brand] } },
          series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: colours.line, borderWidth: 1 } }],
        },
      };
    },
    places: (colours) => ({
      height: 32 + 30 * facts.places.length,
      option: {
        grid: room,
        tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
        xAxis: { ...counts(colours), position: "top", splitNumber: 3 },
        yAxis: { ...names(colours, facts.places.map((place) => place[0]), { formatter: cut }), inverse: true },
        series: [{
          name: facts.suggestions, type: "bar", barMaxWidth: 16, itemStyle: { color: colours.brand },
          label: { show: true, position: "right", color: colours.ink }, data: facts.places.map((place) => place[1]),
        }],
      },
    }),
    map: (colours, width) => {
      const most = Math.max(1, ...facts.map.map((point) => point[2]));
      const size = Math.min(36, Math.max(6, 1.1 * width / Math.sqrt(facts.map.length)));
      return {
        height: Math.min(480, Math.max(240, Math.round(width * 0.8))),
        option: {
          grid: { left: 12, right: 12, top: 12, bottom: 12 },
          tooltip: { formatter: (at) => `${plain(at.value[3])}  ${at.value[2]}` },
          xAxis: { type: "value", show: false, ...within(0) },
          yAxis: { type: "value", show: false, ...within(1) },
          dataZoom: [{ type: "inside", xAxisIndex: 0, zoomOnMouseWheel: "ctrl" }, { type: "inside", yAxisIndex: 0, zoomOnMouseWheel: "ctrl" }],
          series: [{
            type: "scatter", encode: { x: 0, y: 1 },
            data: facts.map.map((value) => ({ value, itemStyle: value[2] ? {} : { color: "transparent" } })),
            symbolSize: (value) => size * (0.3 + 0.7 * Math.sqrt(value[2] / most)),
            itemStyle: { color: colours.brand, opacity: 0.55, borderColor: colours.brand },
          }],
        },
      };
    },
  };

  /* One scale for both axes, without the few strays that a mistyped place makes. */
  const within = (axis) => {
    const spans = [0, 1].map((each) => {
      const sorted = facts.map.map((point) => point[each]).sort((one, other) => one - other);
      const strays = Math.floor(sorted.length / 100);
      return [sorted[strays], sorted[sorted.length - 1 - strays]];
    });
    const half = Math.max((spans[0][1] - spans[0][0]) / 2, (spans[1][1] - spans[1][0]) / 2 / 0.8, 50) * 1.05;
    const middle = (spans[axis][0] + spans[axis][1]) / 2;
    const reach = axis ? half * 0.8 : half;
    return { min: middle - reach, max: middle + reach };
  };

  const merged = (base, more) => {
    const both = { ...base, ...more };
    for (const name of ["aria", "tooltip"]) both[name] = { ...base[name], ...more[name] };
    return both;
  };

  const draw = (figure) => {
    const drawing = figure.querySelector("svg");
    const title = drawing.querySelector("title").textContent;
    const place = document.createElement("div");
    figure.append(place);
    drawing.setAttribute("hidden", "");
    let chart = null;
    const show = () => {
      const colours = look();
      const made = charts[figure.dataset.chart](colours, figure.clientWidth);
      place.style.height = `${made.height}px`;
      chart?.dispose();
      chart = echarts.init(place, null, { renderer: "canvas", locale: chinese ? "ZH" : "EN" });
      chart.setOption(merged(frame(colours, title), made.option));
    };
    show();
    dark.addEventListener("change", show);
    addEventListener("beforeprint", () => chart.resize());
    new ResizeObserver(() => chart.resize()).observe(figure);
  };

  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
})();
