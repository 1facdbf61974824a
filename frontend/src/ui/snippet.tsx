/** The piece of a page that shows a figure by itself: copied, and shown to be taken by hand. */
import { useEffect, useState } from "preact/hooks";
import { useText } from "../i18n";
import { link } from "../state/store";
import { copyText } from "./save";

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** Address of a figure by itself, from a hash such as `#/diagnose?v=1`. */
export function embedOf(hash: string, figure: string): string {
  const [view = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return new URL(`embed/${view}.${encodeURIComponent(figure)}?${query}`, document.baseURI).href;
}

export function Snippet({ title, figure }: { title: string; figure: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);
  const piece = `<iframe src="${escaped(embedOf(new URL(link()).hash, figure))}" title="${escaped(title)}" width="720" height="520" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
  useEffect(() => void copyText(piece).then(setCopied), [piece]);
  return <p class="snippet" role="status">{t(copied ? "embed.copied" : "embed.take")} <code>{piece}</code></p>;
}
