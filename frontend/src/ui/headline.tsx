/** What a view has found, as its title: it changes with the numbers, and is read out once they have rested. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A number with its sign and what follows, or two years: no line ends in it. */
const NUMBER = /([−+]?\d[\d.,]*(?:[—–]\d+)?(?:%|\p{Script=Han})?)/u;
const unbroken = (text: string): ComponentChildren => text.split(NUMBER).map((part, k) => (k % 2 ? <span key={k} class="nw">{part}</span> : part));

/** How long an answer rests before its sentence is read out, in milliseconds. */
const RESTS = 600;

export function Headline({ text, usual }: { text: string; usual: string }) {
  const [said, say] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => say(text), RESTS);
    return () => clearTimeout(timer);
  }, [text]);
  return <div class="headline"><h1>{unbroken(text || usual)}</h1><p class="vh" role="status">{said}</p></div>;
}
