/* Explore a timeline: zoom and hover, on request.

   The server-drawn picture and its table are the chart; they stay, for print and for everyone
   who needs no more. This adds a button that draws the same data with Plotly beneath them.
   Plotly (329 kB) is fetched when a reader asks for it; where a mouse hovers over a chart in
   view it is fetched a little earlier, unless the reader saves data.

   Strict content security policy: no inline script, no inline style. Plotly would add two style
   elements to the page, so both are stood in for before it loads: its own rules are
   plotly-styles.css, and the map's rules it never needs here. */
(() => {
  "use strict";

  const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let loading = null;

  function standIn(id, href) {
    if (document.getElementById(id)) return;
    const link = document.createElement("link");
    link.id = id;
    link.className = "no-inline-styles";
    if (href) {
      link.rel = "stylesheet";
      link.href = href;
    }
    document.head.append(link);
  }

  function loadPlotly(figure) {
    if (window.Plotly) return Promise.resolve(window.Plotly);
    loading ??= new Promise((resolve, reject) => {
      standIn("plotly.js-style-global", figure.dataset.plotlyStyles);
      standIn(MAP_STYLE);
      const script = document.createElement("script");
      script.src = figure.dataset.plotly;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        loading = null;
        script.remove();
        reject(new Error("Plotly could not be loaded"));
      };
      document.head.append(script);
    });
    return loading;
  }

  /* The colours of the reader's theme, read from charts.css through the names in `meta`. */
  function themed(figure) {
    const css = getComputedStyle(document.documentElement);
    const read = (name) => css.getPropertyValue(name).trim();
    const copy = structuredClone(figure);
    for (const trace of copy.data) paint(trace, trace.meta?.tone, read);
    const { layout } = copy;
    const ink = read("--tl-ink");
    layout.font = { ...layout.font, color: ink };
    layout.plot_bgcolor = read("--tl-band");
    layout.xaxis.gridcolor = read("--tl-paper");
    layout.hoverlabel = { bgcolor: read("--tl-paper"), bordercolor: read("--tl-line"), font: { color: ink } };
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: read("--tl-muted"), activecolor: ink };
    for (const shape of layout.shapes) shape.line.color = read("--tl-line");
    return copy;
  }

  function paint(trace, tone, read) {
    const ink = read("--tl-ink");
    const { marker } = trace;
    const fill = read(`--tone-${tone}`) || read(`--tl-${tone}`);
    const edge = read(`--tone-${tone}-edge`) || read("--tl-line");
    if (trace.type !== "bar") {
      marker.color = trace.meta.filled ? fill : read(`--tone-${tone}-edge`) || fill;
      if (trace.textfont) trace.textfont.color = trace.meta.filled ? read(`--tone-${tone}-text`) : ink;
      return;
    }
    if (fill) marker.color = fill;
    marker.line.color = edge;
    trace.outsidetextfont.color = ink;
    trace.insidetextfont.color = marker.opacity < 1 ? ink : read(`--tone-${tone}-text`) || ink;
    if (marker.pattern) {
      marker.pattern.fgcolor = fill;
      marker.pattern.bgcolor = read(`--tone-${tone}-ground`);
    }
  }

  const config = () => ({
    responsive: true,
    displaylogo: false,
    displayModeBar: true,
    showSendToCloud: false,
    scrollZoom: false,
    toImageButtonOptions: { filename: "ofsted-ratings-timeline" },
    doubleClick: "reset",
    modeBarButtonsToRemove: ["sendChartToCloud", "select2d", "lasso2d", "autoScale2d"],
  });

  async function draw(plot, figure, data) {
    const Plotly = await loadPlotly(figure);
    const { data: traces, layout } = themed(data);
    await Plotly.react(plot.firstElementChild, traces, layout, config());
  }

  function element(name, className, text = "") {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function enhance(figure) {
    const source = figure.querySelector('script[type="application/json"]');
    const place = figure.querySelector("[data-timeline-explore]");
    if (!source || !place || !figure.dataset.plotly) return;
    const open = "Explore this chart: zoom and hover";
    const button = element("button", "timeline-button", open);
    const hint = element("p", "timeline-hint");
    const plot = element("div", "timeline-plot");
    button.type = "button";
    hint.setAttribute("role", "status");
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", "Chart to explore");
    plot.append(element("div", "timeline-canvas"));
    plot.hidden = true;
    place.append(button, hint, plot);
    place.hidden = false;

    const data = JSON.parse(source.textContent);
    const redraw = () => plot.hidden || draw(plot, figure, data);
    /* A button that is disabled loses the focus: while it is busy it just does nothing. */
    let busy = false;
    const show = async () => {
      busy = true;
      hint.textContent = "Drawing the chart…";
      try {
        plot.hidden = false;
        await draw(plot, figure, data);
        button.textContent = "Close the chart to explore";
        hint.textContent = "Drag across years to zoom, double-click to see all of them again.";
        plot.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
      } catch {
        plot.hidden = true;
        hint.textContent = "The chart to explore could not be loaded. The picture and the table say the same.";
      }
      busy = false;
    };
    const hide = () => {
      plot.hidden = true;
      hint.textContent = "";
      button.textContent = open;
    };
    button.addEventListener("click", () => busy || (plot.hidden ? show() : hide()));
    dark.addEventListener("change", redraw);
    const early = () => navigator.connection?.saveData || loadPlotly(figure).catch(() => {});
    button.addEventListener("pointerenter", early, { once: true });
    button.addEventListener("focus", early, { once: true });
  }

  function whenNear(figure) {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        enhance(figure);
      },
      { rootMargin: "400px" },
    );
    observer.observe(figure);
  }

  const start = () => document.querySelectorAll("[data-timeline]").forEach(whenNear);
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
})();
