/** From one place of a map to the next by arrow key. */

export interface Place {
  code: string;
  x: number;
  y: number;
}

const TURN: Record<string, readonly [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The nearest place in the direction of an arrow key; what lies aside counts as farther. */
export function next(places: Place[], from: Place, key: string): Place | null {
  const turn = TURN[key];
  if (!turn) return null;
  let [best, least] = [null as Place | null, Infinity];
  for (const p of places) {
    const [dx, dy] = [p.x - from.x, p.y - from.y];
    const ahead = dx * turn[0] + dy * turn[1];
    const aside = Math.abs(dx * turn[1]) + Math.abs(dy * turn[0]);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + 2 * aside;
    if (far < least) [best, least] = [p, far];
  }
  return best;
}
