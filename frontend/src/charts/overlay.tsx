/** Rows of a drawing as buttons over it: the whole row is one, arrows move between them, Enter opens. */
interface Props {
  /** Upper edge and height of each row, in pixels of the drawing. */
  rows: { id: string; y: number; high: number; said: string }[];
  chosen: string;
  onChoose: (id: string) => void;
}

export function Overlay({ rows, chosen, onChoose }: Props) {
  const press = (e: KeyboardEvent, i: number): void => {
    const step = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    e.preventDefault();
    (e.currentTarget as HTMLElement).parentElement?.querySelectorAll<HTMLElement>("button")[i + step]?.focus();
  };
  return (
    <div class="overlay">
      {rows.map((r, i) => (
        <button key={r.id} class="over" aria-pressed={r.id === chosen} aria-label={r.said} style={{ top: `${r.y}px`, height: `${r.high}px` }} onKeyDown={(e) => press(e, i)} onClick={() => onChoose(r.id)} />
      ))}
    </div>
  );
}
