/** Lines in the place of words that are on their way, where the time is counted elsewhere. */
export function Still({ lines }: { lines: number }) {
  return <div class="skel" aria-hidden="true">{Array.from({ length: lines }, (_, i) => <i key={i} class={`w${i % 3}`} />)}</div>;
}
