/** A file on its way to newind on this computer, with the part that has arrived; a refusal keeps all its messages. */
import { ApiError, address, forget, lostError } from "../../api/client";
import type { ErrorBody, TableMessage, Uploaded } from "../../api/types";

export interface Options {
  format: string;
  region: string;
  year: string;
}

/** A refusal with what is wrong, place by place. */
export class TableRefused extends ApiError {
  constructor(
    status: number,
    body: ErrorBody,
    readonly messages: TableMessage[],
  ) {
    super(status, body);
  }
}

type Body = Partial<Uploaded> & { error?: ErrorBody };

/** What an answer says: the table, or why there is none. */
export function told(status: number, text: string): Uploaded {
  let body: Body;
  try {
    body = JSON.parse(text) as Body;
  } catch {
    body = {};
  }
  if (status >= 200 && status < 300 && body.entry) return body as Uploaded;
  const error = body.error ?? { kind: "RequestError", message: `${status || ""} ${text.slice(0, 200)}`.trim() };
  throw new TableRefused(status, error, body.messages ?? [{ ...error, level: "error" }]);
}

/** Send a file; `onSent` gets the part that has arrived, 1 while it is being read. */
export function send(file: File, options: Options, onSent: (part: number) => void, signal: AbortSignal): Promise<Uploaded> {
  const form = new FormData();
  form.append("file", file);
  for (const [k, v] of Object.entries(options)) if (v) form.append(k, String(v));
  return new Promise((done, failed) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", address("tables"));
    asked.upload.onprogress = (e) => e.lengthComputable && onSent(e.loaded / e.total);
    asked.upload.onload = () => onSent(1);
    asked.onload = () => {
      try {
        done(told(asked.status, asked.responseText));
        forget("catalog");
      } catch (e) {
        failed(e);
      }
    };
    asked.onerror = () => failed(lostError());
    asked.onabort = () => failed(signal.reason);
    signal.addEventListener("abort", () => asked.abort(), { once: true });
    asked.send(form);
  });
}
