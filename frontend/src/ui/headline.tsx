/** What a view has found, as its title: it changes with the numbers, and is read out once they have rested. */
import { useEffect, useState } from "preact/hooks";

/** How long an answer rests before its sentence is read out, in milliseconds. */
const RESTS = 600;

export function Headline({ text, usual }: { text: string; usual: string }) {
  const [said, say] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => say(text), RESTS);
    return () => clearTimeout(timer);
  }, [text]);
  return <div class="headline"><h1>{text || usual}</h1><p class="vh" role="status">{said}</p></div>;
}
