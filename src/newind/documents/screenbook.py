"""A screening as a workbook that a ministry can pass round: summary, a row an action, support by year, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]

from newind import __version__
from newind.documents.sheet import LONGEST, SheetWriter
from newind.documents.tables import EPOCH
from newind.messages import message
from newind.policy.triage import NO_ADVICE, TAGS, facts, rules
from newind.policy.triage.answers import BASES
from newind.policy.triage.told import either, format_citation
from newind.questions.policies.screen_memo import case, memo
from newind.questions.policies.screen_texts import MEANS, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newind.policy.screening import Screening, Triage
    from newind.policy.triage import TriageRule

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""
COLOURS = {
    "prohibited-suspect": "#F2C9C4",
    "actionable": "#F6DFB8",
    "unclear": "#E6E3DA",
    "not specific": "#DCE8D6",
    "out of scope": "#DCE6EF",
}
"""Tag → the colour behind it; the word says the same."""
WIDTHS = {
    "id": 24, "name": 30, "instrument": 18, "gta": 20, "mast": 9, "tag": 16, "possible": 18, "article": 32, "why": 36,
    "facts": 56, "changes": 56, "notes": 48, "about": 30, "budget": 20, "source": 40, "evidence": 20,
}  # fmt: skip
"""Columns of the sheet of actions, in order, and their widths."""
A4 = 9
"""Number of the paper in workbooks."""
MONEY = ("support", "rd", "consumers", "prohibited_suspect")
SHARES = ("share_rd", "share_consumers", "share_prohibited_suspect")


def write_book(screening: Screening, path: Path, lang: str) -> None:
    """Write a screening as a workbook; equal screenings give equal bytes. Texts are never formulas."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        made = _ScreeningWorkbook(screening, book, lang)
        book.set_properties({"title": made.memo.title, "author": "newind", "created": EPOCH})
        made.summary()
        made.actions()
        made.portfolio()
        made.method()


class _ScreeningWorkbook:
    """A screening on its way into a workbook."""

    def __init__(self, screening: Screening, book: xlsxwriter.Workbook, lang: str) -> None:
        self.screening, self.book, self.lang = screening, book, lang
        self.memo = memo(screening, lang)
        self.escaped = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.tags = {
            tag: book.add_format({"bg_color": colour, "text_wrap": True, "valign": "top", "bold": True})
            for tag, colour in COLOURS.items()
        }

    def sheet(self, key: str, widths: Sequence[float]) -> SheetWriter:
        sheet = SheetWriter(self.book, word(key, self.lang), widths)
        sheet.sheet.set_landscape()
        sheet.sheet.set_paper(A4)
        sheet.sheet.fit_to_pages(1, 0)
        return sheet

    def put(self, sheet: SheetWriter, row: int, column: int, text: str) -> None:
        """Write a text; one that a spreadsheet may take for a formula is marked as text."""
        if text:
            style = self.escaped if text.startswith(RISKY) else sheet.wrap
            sheet.sheet.write_string(row, column, text[:LONGEST], style)

    def summary(self) -> None:
        """Write the result, with the caution at the head."""
        sheet = self.sheet("summary", (30, 12, 80))
        sheet.line(self.memo.title, sheet.title)
        sheet.line(self.memo.caution, sheet.bold)
        sheet.row += 1
        for text in self.memo.lead:
            sheet.line(text)
        sheet.row += 1
        grid = self.memo.counts
        sheet.texts(grid.heads, [(tag, int(n), ids) for tag, n, ids in grid.rows])
        for text in self.memo.remarks:
            sheet.line(text)
        sheet.line(word("made", self.lang, version=__version__, name=self.screening.register.name))

    def actions(self) -> None:
        """One row an action, in the order of the register."""
        sheet = self.sheet("actions", list(WIDTHS.values()))
        for i, key in enumerate(WIDTHS):
            sheet.sheet.write_string(0, i, word(key, self.lang), sheet.head)
        for row, t in enumerate(self.screening, 1):
            cells = self.cells(t)
            for i, key in enumerate(WIDTHS):
                if key == "tag":
                    sheet.sheet.write_string(row, i, cells[key], self.tags[t.tag])
                else:
                    self.put(sheet, row, i, cells[key])
        sheet.sheet.freeze_panes(1, 2)
        sheet.sheet.autofilter(0, 0, max(len(self.screening), 1), len(WIDTHS) - 1)
        sheet.sheet.repeat_rows(0)

    def cells(self, t: Triage) -> dict[str, str]:
        """Return the texts of a row, several in lines of their own."""
        a, lang = t.action, self.lang
        c = case(t, lang)
        parts = {k: said if isinstance(said, str) else "\n".join(f"· {s}" for s in said) for k, said in c.parts.items()}
        own = {
            "id": a.id,
            "name": a.title(lang),
            "instrument": a.means.label[lang],
            "gta": a.means.gta,
            "mast": a.means.mast,
            "tag": c.tag,
            "possible": either(t.tags, lang) if t.tag == "unclear" else "",
        }
        return dict.fromkeys(WIDTHS, "") | parts | own

    def portfolio(self) -> None:
        """Support by year and unit, as numbers."""
        lang, table = self.lang, self.screening.portfolio()
        sheet = self.sheet("portfolio", (10, 12, *[16] * 9))
        money = self.book.add_format({"num_format": "#,##0.##"})
        share = self.book.add_format({"num_format": "0.0%"})
        heads = [word(k, lang) for k in ("years", "unit", "support", "rd", "consumers", "suspect")]
        heads += [f"{word(k, lang)}{word('bracket', lang, more='%')}" for k in ("rd", "consumers", "suspect")]
        for i, head in enumerate([*heads, word("number", lang), word("assumed_in", lang)]):
            sheet.sheet.write_string(0, i, head, sheet.head)
        for row, found in enumerate(table.to_dict("records"), 1):
            sheet.sheet.write_number(row, 0, found["year"])
            self.put(sheet, row, 1, found["unit"])
            styled = [(name, money) for name in MONEY] + [(name, share) for name in SHARES]
            for i, (name, style) in enumerate([*styled, ("actions", None), ("assumed", None)], 2):
                if found[name] == found[name]:
                    sheet.sheet.write_number(row, i, found[name], style)
        sheet.row = len(table) + 2
        for text in self.memo.remarks:
            sheet.line(text)
        sheet.sheet.freeze_panes(1, 0)

    def method(self) -> None:
        """Write the questions, the rules in order, and the meaning of the tags."""
        lang = self.lang
        sheet = self.sheet("method", (24, 60, 40, 60))
        for text in (NO_ADVICE[lang], word("how", lang), word("texts", lang)):
            sheet.line(text)
        sheet.row += 1
        sheet.texts((word("tag", lang), ""), [(TAGS[tag][lang], MEANS[tag][lang]) for tag in TAGS])
        sheet.line(word("questions", lang), sheet.bold)
        asked = [(f.id, f.question[lang], format_citation(f.article, lang), f.evidence[lang]) for f in facts().values()]
        sheet.texts([word(k, lang) for k in ("facts", "question", "article", "settles")], asked)
        sheet.line(word("rules", lang), sheet.bold)
        heads = [word(k, lang) for k in ("tag", "when", "article", "why")]
        sheet.texts(heads, [self.rule(r) for r in rules()])
        sheet.texts((word("basis", lang),), [(said[lang],) for said in BASES.values()])

    def rule(self, r: TriageRule) -> tuple[str, str, str, str]:
        """Return a rule in words: its tag, its conditions, its article, its reason."""
        lang = self.lang
        told = {id: facts()[id] for id in r.when}
        when = [(told[id].yes if answer == "yes" else told[id].no)[lang] for id, answer in r.when.items()]
        said = word("stop", lang).join(w.replace("{who}", WHO[lang]) for w in when)
        return TAGS[r.tag][lang], said, format_citation(r.article, lang), r.because[lang]


WHO = message("documents.screenbook.who")
"""Whom the rules call those to whom support is limited."""
