/** Made by tools/apitypes.py from the API's description; do not edit. */

/** The answer to a question: what it comes to, its tables, and what a reader must know. */
export interface AnswerBody {
  schema_version: number;
  title: BilingualText;
  /** What it comes to. */
  lead: BilingualText[];
  /** Year, status, assumptions. */
  notes: BilingualText[];
  tables: AnswerTable[];
  /** Column → what stands for the words in its cells. */
  values: Record<string, Record<string, BilingualText>>;
  /** Its chart as a self-contained SVG file. */
  picture: BilingualText | null;
  /** Region, year, options, unit. */
  about: Record<string, unknown>;
  /** The command that gives it again. */
  command: string;
}

/** A column of a table. */
export interface AnswerColumn {
  id: string;
  label: BilingualText;
}

/** The first rows of a table as a reader sees them, and those of its columns that are shown at once. */
export interface AnswerGlance {
  columns: AnswerColumn[];
  /** Of each column, whether it stands at the right. */
  numeric: boolean[];
  en: string[][];
  zh: string[][];
}

/** A table of an answer, with all its figures: shares as fractions, masses in Mt, codes of regions. */
export interface AnswerTable {
  id: string;
  label: BilingualText | null;
  columns: AnswerColumn[];
  rows: Record<string, unknown>[];
  glance: AnswerGlance;
}

/** A text in both languages. */
export interface BilingualText {
  en: string;
  zh: string;
}

/** A question that can be asked, and how. */
export interface QuestionEntry {
  id: string;
  family: string;
  help: BilingualText;
  path: string;
  command: string;
  clauses: string[];
  examples: string[];
  options: QuestionOption[];
}

/** Every question. */
export interface QuestionList {
  schema_version: number;
  questions: QuestionEntry[];
}

/** An option of a question: a parameter of its address. */
export interface QuestionOption {
  name: string;
  help: BilingualText;
  /** What each word that it may be is called. */
  words: Record<string, BilingualText>;
  /** JSON schema of its value. */
  schema: Record<string, unknown>;
  /** Whether there is no answer without it. */
  required: boolean;
}
