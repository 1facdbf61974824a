"use strict";
/* The division in the browser: the weighted mean of one division a criterion, as in newind.kernels.division. */
const Division = {
  /* Weights that sum to 1; equal ones where all sliders are at zero. */
  weights(raw) {
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((w) => (sum > 0 ? w / sum : 1 / raw.length));
  },
  /* Paths by part and year: alone is criterion by part by year. */
  paths(alone, weights) {
    return alone[0].map((row, p) => row.map((_, t) => alone.reduce((s, a, c) => s + weights[c] * a[p][t], 0)));
  },
  budget(path) { return path.slice(1).reduce((a, b) => a + b, 0); },
  peak(path) { return path.indexOf(Math.max(...path)); },
  /* What the table shows of each part: budget, its ends over all weights, place of the peak, cut from it. */
  rows(alone, weights) {
    return Division.paths(alone, weights).map((path, p) => {
      const ends = alone.map((a) => Division.budget(a[p])), peaks = alone.map((a) => Division.peak(a[p]));
      const at = Division.peak(path);
      return { path, budget: Division.budget(path), low: Math.min(...ends), high: Math.max(...ends), peak: at,
        earliest: Math.min(...peaks), latest: Math.max(...peaks),
        cut: path[at] > 0 ? 1 - path[path.length - 1] / path[at] : 0 };
    });
  },
};
if (typeof module !== "undefined") module.exports = Division;
if (typeof document !== "undefined") document.addEventListener("DOMContentLoaded", () => {
  const D = JSON.parse(document.getElementById("data").textContent), NS = "http://www.w3.org/2000/svg", MOST = 8;
  const state = { lang: D.lang, order: D.order, raw: D.weights.map((w) => 100 * w) };
  const $ = (id) => document.getElementById(id), say = (t) => t[state.lang];
  const make = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
  const shape = (tag, given, text) => { const e = document.createElementNS(NS, tag); for (const k in given) e.setAttribute(k, given[k]); if (text !== undefined) e.textContent = text; return e; };
  const size = (v) => (state.lang === "en" ? v.toLocaleString("en", { maximumFractionDigits: v < 100 ? 1 : 0 }) : String(v < 100 ? Math.round(10 * v) / 10 : Math.round(v)));
  const part = (v) => (100 * v).toFixed(1) + "%";

  function fan(rows) {
    const wide = $("fan").clientWidth || 700, high = wide < 500 ? 300 : 470, left = 46, right = wide < 500 ? 112 : 190, foot = 22;
    const order = rows.map((r, p) => p).sort((a, b) => rows[b].budget - rows[a].budget);
    const shown = order.slice(0, MOST).map((p) => ({ name: say(D.parts[p]), path: rows[p].path, peak: rows[p].peak }));
    const rest = order.slice(MOST);
    if (rest.length) shown.push({ name: say(D.words.others).replace("{n}", rest.length), path: D.years.map((_, t) => rest.reduce((s, p) => s + rows[p].path[t], 0)), peak: -1 });
    const top = Math.max(...D.total) * 1.08, last = D.years.length - 1;
    const x = (t) => left + (t / last) * (wide - left - right), y = (v) => 10 + (1 - v / top) * (high - foot - 10);
    const svg = shape("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, class: "ch", role: "img", "aria-label": say(D.title) });
    const step = 10 ** Math.floor(Math.log10(top)) / (top / 10 ** Math.floor(Math.log10(top)) < 2.5 ? 2 : 1);
    for (let v = 0; v <= top; v += step) {
      svg.append(shape("line", { x1: left, x2: wide - right, y1: y(v), y2: y(v), class: "grid" }), shape("text", { x: left - 5, y: y(v) + 4, class: "ax", "text-anchor": "end" }, size(v)));
    }
    const base = D.years.map(() => 0); let bottom = Infinity; const named = [];
    shown.forEach((s, k) => {
      const low = base.slice(); s.path.forEach((v, t) => { base[t] += v; });
      const up = base.map((v, t) => `${x(t).toFixed(1)},${y(v).toFixed(1)}`), down = low.map((v, t) => `${x(t).toFixed(1)},${y(v).toFixed(1)}`).reverse();
      svg.append(shape("polygon", { points: [...up, ...down].join(" "), class: s.peak < 0 ? "fan rest" : `fan k${k % 8}` }));
      if (s.peak >= 0 && s.path[s.peak] > 0.02 * top) svg.append(shape("circle", { cx: x(s.peak), cy: y((low[s.peak] + base[s.peak]) / 2), r: 3, class: "mark" }));
      named.push({ s, k });
    });
    named.forEach(({ s, k }, i) => {
      const at = high - foot - 8 - i * 17;
      svg.append(shape("rect", { x: wide - right + 10, y: at - 9, width: 10, height: 10, class: s.peak < 0 ? "fan rest" : `fan k${k % 8}` }));
      const most = Math.floor((right - 26) / (state.lang === "en" ? 6.4 : 12.2)), name = s.name.length > most ? s.name.slice(0, most - 1) + "…" : s.name;
      svg.append(shape("text", { x: wide - right + 24, y: at }, name));
    });
    svg.append(shape("polyline", { points: D.total.map((v, t) => `${x(t)},${y(v)}`).join(" "), class: "ln whole" }));
    const p = Division.peak(D.total);
    svg.append(shape("text", { x: x(p), y: y(D.total[p]) - 5, class: "me", "text-anchor": p < 3 ? "start" : "middle" }, `${D.years[p]}: ${size(D.total[p])} ${D.unit}`));
    const every = wide < 500 ? 20 : 10;
    D.years.forEach((year, t) => { if (year % every === 0 || t === 0) if (t === 0 || x(t) - x(0) > 30) svg.append(shape("text", { x: x(t), y: high - 6, class: "ax", "text-anchor": "middle" }, year)); });
    $("fan").replaceChildren(svg);
  }

  function table(rows) {
    const body = $("rows"), all = rows.reduce((s, r) => s + r.budget, 0), first = D.total[0];
    const over = rows.map((r) => (r.path[0] > 0 ? first / (r.path[0] * all) : 0));
    const ends = rows.flatMap((r, p) => [r.low * over[p], r.high * over[p]]).filter((v) => v > 0).map((v) => Math.abs(v - 1));
    const reach = Math.max(0.05, ...ends.map((v) => Math.min(v, 1))), place = (v) => 50 + 48 * Math.max(-1, Math.min(1, (v - 1) / reach));
    body.replaceChildren();
    rows.map((r, p) => [r, p]).sort((a, b) => b[0].budget - a[0].budget).forEach(([r, p]) => {
      const tr = make("tr"), bar = shape("svg", { viewBox: "0 0 100 12", class: "bar", preserveAspectRatio: "none", "aria-hidden": "true" });
      bar.append(shape("rect", { x: 49.75, width: 0.5, y: 0, height: 12, class: "one" }));
      if (over[p] > 0) bar.append(shape("rect", { x: place(r.low * over[p]), width: Math.max(place(r.high * over[p]) - place(r.low * over[p]), 0.8), y: 4, height: 4, class: "span" }), shape("rect", { x: place(r.budget * over[p]) - 1, width: 2, y: 1, height: 10, class: "at" }));
      const cell = make("td"); cell.append(bar);
      const years = D.years[r.peak] + (r.earliest < r.latest ? ` (${D.years[r.earliest]}–${D.years[r.latest]})` : "");
      tr.append(make("th", say(D.parts[p])), make("td", size(r.path[0]), "far"), make("td", size(r.budget)), make("td", part(r.budget / all)), cell, make("td", years), make("td", part(r.cut), "far"));
      body.append(tr);
    });
    const tr = make("tr", undefined, "sum"), p = Division.peak(D.total), sum = D.total.slice(1).reduce((a, b) => a + b, 0);
    tr.append(make("th", say(D.words.nation)), make("td", size(D.total[0]), "far"), make("td", size(sum)), make("td", "100%"), make("td"), make("td", String(D.years[p])), make("td", part(1 - D.total[D.total.length - 1] / D.total[p]), "far"));
    body.append(tr);
  }

  function words() {
    document.documentElement.lang = state.lang === "zh" ? "zh-Hans" : "en";
    document.title = say(D.title);
    document.querySelectorAll("[data-w]").forEach((e) => { e.textContent = say(D.words[e.dataset.w]); });
    $("title").textContent = say(D.title);
    $("notes").replaceChildren(...D.notes.map((n) => make("li", say(n))));
    document.querySelectorAll("[data-c]").forEach((e) => { e.textContent = say(D.criteria[e.dataset.c].name); });
    document.querySelectorAll("[data-s]").forEach((e) => { e.textContent = say(D.criteria[e.dataset.s].said); });
    document.querySelectorAll("[data-o]").forEach((e) => { e.textContent = say(D.orders[e.dataset.o].name); });
  }

  function draw() {
    const weights = Division.weights(state.raw), rows = Division.rows(D.orders[state.order].alone, weights);
    weights.forEach((w, c) => { $("w" + c).textContent = Math.round(100 * w) + "%"; });
    fan(rows); table(rows);
  }

  D.criteria.forEach((c, i) => {
    const label = make("label"), name = make("b"), said = make("small"), slide = make("input"), out = make("output", "");
    name.dataset.c = i; said.dataset.s = i; out.id = "w" + i;
    Object.assign(slide, { type: "range", min: 0, max: 100, step: 1, value: state.raw[i] });
    slide.addEventListener("input", () => { state.raw[i] = Number(slide.value); draw(); });
    const head = make("span", undefined, "head"); head.append(name, out); label.append(head, slide, said); $("sliders").append(label);
  });
  D.orders.forEach((o, i) => {
    const label = make("label"), radio = make("input"), name = make("span"); name.dataset.o = i;
    Object.assign(radio, { type: "radio", name: "order", checked: i === state.order });
    radio.addEventListener("change", () => { state.order = i; draw(); });
    label.append(radio, name); $("orders").append(label);
  });
  $("other").addEventListener("click", () => { state.lang = state.lang === "en" ? "zh" : "en"; words(); draw(); });
  addEventListener("resize", draw);
  words(); draw();
});
