"""A screening as a workbook that a ministry can pass round: summary, a row an action, support by year, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind import __version__
from newind.data.workbook import BOLD, HEAD, TITLE, WRAP, SheetPlan, write_workbook
from newind.messages import message
from newind.policy.triage import NO_ADVICE, TAGS, facts, rules
from newind.policy.triage.answers import BASES
from newind.policy.triage.told import either, format_citation
from newind.questions.policies.screen_memo import MEANS, case, memo, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newind.policy.screening import Screening, Triage
    from newind.policy.triage import TriageRule

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
MONEY = ("support", "rd", "consumers", "prohibited_suspect")
SHARES = ("share_rd", "share_consumers", "share_prohibited_suspect")


def write_book(screening: Screening, path: Path, lang: str) -> None:
    """Write a screening as a workbook; equal screenings give equal bytes. Texts are never formulas."""
    made = _ScreeningWorkbook(screening, lang)
    write_workbook(path, made.memo.title, (made.summary(), made.actions(), made.portfolio(), made.method()))


class _ScreeningWorkbook:
    """A screening as the sheets of a workbook."""

    def __init__(self, screening: Screening, lang: str) -> None:
        self.screening, self.lang = screening, lang
        self.memo = memo(screening, lang)

    def sheet(self, key: str, widths: Sequence[float], **looks: Any) -> SheetPlan:
        return SheetPlan(word(key, self.lang), widths, printed=True, escaped=True, **looks)

    def summary(self) -> SheetPlan:
        """Return the result, with the caution at the head."""
        sheet = self.sheet("summary", (30, 12, 80))
        sheet.line(self.memo.title, TITLE)
        sheet.line(self.memo.caution, BOLD)
        sheet.row += 1
        for text in self.memo.lead:
            sheet.line(text)
        sheet.row += 1
        grid = self.memo.counts
        sheet.texts(grid.heads, [(tag, int(n), ids) for tag, n, ids in grid.rows])
        for text in self.memo.remarks:
            sheet.line(text)
        sheet.line(word("made", self.lang, version=__version__, name=self.screening.register.name))
        return sheet

    def actions(self) -> SheetPlan:
        """Return one row an action, in the order of the register."""
        ends = (max(len(self.screening), 1), len(WIDTHS) - 1)
        sheet = self.sheet("actions", list(WIDTHS.values()), freeze=(1, 2), filtered=ends, repeated=True)
        sheet.write_row((word(key, self.lang) for key in WIDTHS), HEAD)
        for row, t in enumerate(self.screening, 1):
            cells, tag = self.cells(t), {"bg_color": COLOURS[t.tag], **WRAP, **BOLD}
            for i, key in enumerate(WIDTHS):
                sheet.put(row, i, cells[key] or None, tag if key == "tag" else WRAP)
        return sheet

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

    def portfolio(self) -> SheetPlan:
        """Return support by year and unit, as numbers."""
        lang, table = self.lang, self.screening.portfolio()
        sheet = self.sheet("portfolio", (10, 12, *[16] * 9), freeze=(1, 0))
        patterns = dict.fromkeys(MONEY, "#,##0.##") | dict.fromkeys(SHARES, "0.0%")
        heads = [word(k, lang) for k in ("years", "unit", "support", "rd", "consumers", "suspect")]
        heads += [f"{word(k, lang)}{word('bracket', lang, more='%')}" for k in ("rd", "consumers", "suspect")]
        sheet.write_row([*heads, word("number", lang), word("assumed_in", lang)], HEAD)
        for row, found in enumerate(table.to_dict("records"), 1):
            sheet.put(row, 0, found["year"])
            sheet.put(row, 1, found["unit"] or None, WRAP)
            for i, (name, pattern) in enumerate(patterns.items(), 2):
                sheet.put(row, i, found[name], {"num_format": pattern})
            for i, name in enumerate(("actions", "assumed"), 2 + len(patterns)):
                sheet.put(row, i, found[name])
        sheet.row = len(table) + 2
        for text in self.memo.remarks:
            sheet.line(text)
        return sheet

    def method(self) -> SheetPlan:
        """Return the questions, the rules in order, and the meaning of the tags."""
        lang = self.lang
        sheet = self.sheet("method", (24, 60, 40, 60))
        for text in (NO_ADVICE[lang], word("how", lang), word("texts", lang)):
            sheet.line(text)
        sheet.row += 1
        sheet.texts((word("tag", lang), ""), [(TAGS[tag][lang], MEANS[tag][lang]) for tag in TAGS])
        sheet.line(word("questions", lang), BOLD)
        asked = [(f.id, f.question[lang], format_citation(f.article, lang), f.evidence[lang]) for f in facts().values()]
        sheet.texts([word(k, lang) for k in ("facts", "question", "article", "settles")], asked)
        sheet.line(word("rules", lang), BOLD)
        heads = [word(k, lang) for k in ("tag", "when", "article", "why")]
        sheet.texts(heads, [self.rule(r) for r in rules()])
        sheet.texts((word("basis", lang),), [(said[lang],) for said in BASES.values()])
        return sheet

    def rule(self, r: TriageRule) -> tuple[str, str, str, str]:
        """Return a rule in words: its tag, its conditions, its article, its reason."""
        lang = self.lang
        told = {id: facts()[id] for id in r.when}
        when = [(told[id].yes if answer == "yes" else told[id].no)[lang] for id, answer in r.when.items()]
        said = word("stop", lang).join(w.replace("{who}", WHO[lang]) for w in when)
        return TAGS[r.tag][lang], said, format_citation(r.article, lang), r.because[lang]


WHO = message("documents.screenbook.who")
"""Whom the rules call those to whom support is limited."""
