/** The answers to scenarios: the central case while a slider moves, its range and contributions when it rests. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, post, watchConnection } from "../../api/client";
import { asApiError, keptResult, useJob, type Running } from "../../api/hooks";
import type { ContributionsResult, RangeResult, SimulateRequest, Simulated } from "../../api/types";

const MOST = 80;
const known = new Map<string, Simulated>();

function keep(key: string, found: Simulated): void {
  known.set(key, found);
  if (known.size > MOST) known.delete(known.keys().next().value!);
}

export interface Central {
  /** The newest answer; not that of `key` while `pending`. */
  data: Simulated | null;
  /** The question that `data` answers. */
  of: string;
  error: ApiError | null;
  pending: boolean;
  again: () => void;
}

/**
 * The central case of a request. One question is under way at a time, and then the newest: numbers follow a moving
 * slider as fast as the server answers, and none is asked in vain.
 */
export function useCentral(request: SimulateRequest | null): Central {
  const key = request ? JSON.stringify(request) : "";
  const [seen, see] = useState<{ data: Simulated | null; of: string; failed: { key: string; error: ApiError } | null }>({ data: null, of: "", failed: null });
  const wanted = useRef(key);
  const busy = useRef(false);
  wanted.current = key;

  async function ask(): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    for (let asked = ""; wanted.current && wanted.current !== asked; ) {
      asked = wanted.current;
      try {
        const data = known.get(asked) ?? (await post<Simulated>("simulate", JSON.parse(asked)));
        keep(asked, data);
        see({ data, of: asked, failed: null });
      } catch (e) {
        const failed = { key: asked, error: asApiError(e) };
        see((was) => ({ ...was, failed }));
      }
    }
    busy.current = false;
  }

  useEffect(() => {
    if (key) void ask();
  }, [key]);
  const lost = seen.failed?.error.lost ?? false;
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => void ask(), 4000);
    const stop = watchConnection((now) => now && void ask());
    return () => (clearInterval(timer), stop());
  }, [lost]);

  const at = known.get(key);
  const error = seen.failed?.key === key ? seen.failed.error : null;
  if (at) return { data: at, of: key, error: null, pending: false, again: () => void ask() };
  return { data: key ? seen.data : null, of: seen.of, error, pending: key !== "" && !error, again: () => void ask() };
}

/** The range of a request, once it is answered; `null` asks nothing. */
export const useRange = (request: SimulateRequest | null, delay: number): Running<RangeResult> =>
  useJob<RangeResult>("range", request, request ? JSON.stringify(request) : "", delay);

/** What each lever brings alone. */
export const useContributions = (request: SimulateRequest | null): Running<ContributionsResult> =>
  useJob<ContributionsResult>("contributions", request, request ? JSON.stringify(request) : "", 100);

/** The range and the contributions of the numbers that are shown, by the question they answer; null while they are not there. */
export const rangeOf = (key: string): RangeResult | null => keptResult<RangeResult>("range", key);
export const contributionsOf = (key: string): ContributionsResult | null => keptResult<ContributionsResult>("contributions", key);
