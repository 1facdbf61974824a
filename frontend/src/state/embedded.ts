/** The page inside another one: `/embed/<view>.<figure>?…` shows one figure, and the rest of the address is that of a link. */
const found = /\/embed\/([a-z]+)\.([\w.-]+)$/.exec(globalThis.location?.pathname ?? "");

/** Name of the figure that is shown alone; empty in the cockpit itself. */
export const EMBEDDED = found?.[2] ?? "";

/** The state as the address says it, as a hash. */
export const said = (): string => (found ? `#/${found[1]}?${location.search.slice(1)}` : location.hash);
