/** What every part of the view is given. */
import type { SearchResult } from "../../api/types";

export interface PartProps {
  found: SearchResult;
  /** Place of the package that is looked at. */
  at: number;
  /** What is shown is not what is asked. */
  dim: boolean;
  credit: string;
}
