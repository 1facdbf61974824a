/** Colours and type of the page for charts that style sheets do not reach. */

export interface Look {
  /** Hue of the topic the chart stands in. */
  hue: string;
  ink: string;
  soft: string;
  faint: string;
  peer: string;
  card: string;
  line: string;
  font: string;
}

const TOKENS: Record<keyof Look, string> = { hue: "--h", ink: "--ink", soft: "--ink-2", faint: "--ink-3", peer: "--peer", card: "--card", line: "--line-2", font: "--sans" };

/** The look at a place of the page, as light or dark as it is now. */
export function lookAt(el: Element): Look {
  const style = getComputedStyle(el);
  return Object.fromEntries(Object.entries(TOKENS).map(([k, name]) => [k, style.getPropertyValue(name).trim()])) as unknown as Look;
}

/** What every such chart has alike: the page's type, no movement of its own, a tooltip of the page's colours. */
export const basis = (look: Look) => ({
  animation: false,
  textStyle: { fontFamily: look.font, fontSize: 12, color: look.soft },
  // nodes, not HTML text, and no arrow (confine): the page's policy takes no styles from text
  tooltip: { confine: true, className: "tip", backgroundColor: look.card, borderColor: look.line, borderWidth: 1, padding: [8, 10], transitionDuration: 0, extraCssText: "white-space: normal; box-shadow: none;", textStyle: { fontFamily: look.font, fontSize: 12, lineHeight: 18, color: look.ink } },
});

/** Lines of a tooltip, the first of them strong. */
export function tip([first, ...others]: string[]): HTMLElement[] {
  const line = (tag: "b" | "p", words: string): HTMLElement => Object.assign(document.createElement(tag), { textContent: words });
  return [line("b", first ?? ""), ...others.map((o) => line("p", o))];
}
