/** A picture on the page as a file: every style written out, with its title and its source, so that it stands alone. */
import { token } from "../theme";
import { lines, textWidth, type Measure } from "./width";

const NS = "http://www.w3.org/2000/svg";
const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order", "visibility", "display"];
const MARGIN = 12;

/** Size of a picture in its own pixels. */
function size(svg: SVGSVGElement): [number, number] {
  const box = svg.viewBox.baseVal;
  if (box && box.width) return [box.width, box.height];
  const shown = svg.getBoundingClientRect();
  return [shown.width, shown.height];
}

/** Copy what style sheets say into attributes, element by element. */
function writeStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value) to.setAttribute(name, value);
  }
  to.removeAttribute("class");
  to.removeAttribute("style");
  for (let i = 0; i < from.children.length; i++) writeStyles(from.children[i]!, to.children[i]!);
}

const measured = (fontSize: number, bold = false): Measure => (text) => textWidth(text, bold, fontSize);

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What a picture needs beyond its own box for the texts that reach out of it, as they are on the page. */
function reach(svg: SVGSVGElement, [w, h]: [number, number]): Box {
  const page = svg.getBoundingClientRect();
  const scale = w / (page.width || w);
  const out = { left: 0, top: 0, right: w, bottom: h };
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect();
    if (!box.width) continue;
    out.left = Math.min(out.left, Math.floor((box.left - page.left) * scale));
    out.top = Math.min(out.top, Math.floor((box.top - page.top) * scale));
    out.right = Math.max(out.right, Math.ceil((box.right - page.left) * scale));
    out.bottom = Math.max(out.bottom, Math.ceil((box.bottom - page.top) * scale));
  }
  return out;
}

function write(svg: SVGElement, said: string[], y: number, fontSize: number, weight: string, fill: string): void {
  said.forEach((line, i) => {
    const text = document.createElementNS(NS, "text");
    const about: Record<string, string> = { x: String(MARGIN), y: String(y + i * fontSize * 1.35), fill, "font-size": `${fontSize}px`, "font-weight": weight, "font-family": token("--sans") };
    for (const [k, v] of Object.entries(about)) text.setAttribute(k, v);
    text.textContent = line;
    svg.append(text);
  });
}

export interface Picture {
  text: string;
  width: number;
  height: number;
}

/** The picture as SVG text under its title and above its note. */
export function standalone(svg: SVGSVGElement, title: string, note: string): Picture {
  const own = size(svg);
  const { left, top: above, right, bottom } = reach(svg, own);
  const [w, h] = [right - left, bottom - above];
  const copy = svg.cloneNode(true) as SVGSVGElement;
  writeStyles(svg, copy);
  const width = Math.ceil(w + 2 * MARGIN);
  const head = lines(title, w, measured(15, true));
  const foot = lines(note, w, measured(12));
  const top = MARGIN + head.length * 21;
  const height = Math.ceil(top + h + foot.length * 17 + 2 * MARGIN);
  const out = document.createElementNS(NS, "svg");
  for (const [k, v] of Object.entries({ xmlns: NS, width, height, viewBox: `0 0 ${width} ${height}` })) out.setAttribute(k, String(v));
  const ground = document.createElementNS(NS, "rect");
  for (const [k, v] of Object.entries({ width: "100%", height: "100%", fill: token("--card") })) ground.setAttribute(k, v);
  for (const [k, v] of Object.entries({ x: MARGIN, y: top, width: w, height: h, viewBox: `${left} ${above} ${w} ${h}` })) copy.setAttribute(k, String(v));
  out.append(ground, copy);
  write(out, head, MARGIN + 12, 15, "700", token("--ink"));
  write(out, foot, top + h + MARGIN + 10, 12, "400", token("--ink-2"));
  return { text: new XMLSerializer().serializeToString(out), width, height };
}

/** The picture in pixels, `scale` for each of its own. */
export async function png(picture: Picture, scale = 3): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  try {
    const image = new Image(picture.width, picture.height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) => canvas.toBlob((b) => (b ? done(b) : failed(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
