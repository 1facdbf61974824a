"""A brief as one self-contained page: inline style and drawings, no script, for screen, telephone and A4."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from markupsafe import Markup

from newind.charts import chart
from newind.documents.html import annex, environment, label, phrases
from newind.documents.sheets import drawings
from newind.documents.sheets.voice import say

if TYPE_CHECKING:
    from pathlib import Path

    from newind.documents.sheets.model import BriefTable, Cell, Exhibit, Gauge, PagedBrief

STYLES = ("tokens.css", "charts.css", "sheets.css", "annex.css")


class Drawer:
    """The drawings of a page, each with its own ids."""

    def __init__(self, brief: PagedBrief) -> None:
        self.brief, self.lang, self.drawn = brief, brief.lang, 0

    def key(self) -> str:
        """Return what makes the ids of a drawing unique."""
        self.drawn += 1
        return f"d{self.drawn}"

    def name(self, code: str) -> str:
        """Return the name of an economy or industry."""
        return label(code, self.brief.names, self.lang)

    def line(self, g: Gauge) -> Markup:
        """Return the line of peers of a gauge."""
        order = sorted(g.peers, key=lambda k: g.peers[k])
        ends = {"low": g.shown[order[0]], "high": g.shown[order[-1]], "median": g.shown[order[len(order) // 2]]}
        alt = say(self.lang, "gauge.alt", what=g.what, value=f"{g.value}{g.unit}", **ends)
        return Markup(drawings.gauge_line(g, alt))

    def course(self, g: Gauge) -> Markup:
        """Return the course of a gauge."""
        alt = say(self.lang, "gauge.alt_course", what=g.what, first=min(g.series), last=max(g.series))
        return Markup(drawings.gauge_course(g, alt))

    def chart(self, f: Exhibit) -> Markup:
        """Return the chart of a finding."""
        return Markup(chart(f.proof, self.name, self.lang, f.title, self.key()))

    def draw(self, c: Cell, row: str, column: str, *, beside: bool = False) -> str:
        """Return the drawing of a cell, narrow where it stands beside its text; nothing for a cell of text."""
        alt = f"{row}, {column}" if self.lang != "zh" else f"{row}，{column}"
        if c.bar is not None:
            room = drawings.NARROW if beside else drawings.BAR
            return drawings.range_bar(*c.bar, f"{alt}: {c.text}", self.key(), room)
        if c.losses is not None:
            return drawings.loss_bars(*c.losses, alt)
        return drawings.target_bar(c.course, c.tone, alt) if c.course is not None else ""

    def cell(self, c: Cell, row: str, column: str, *, beside: bool = False) -> Markup:
        """Return what is drawn in a cell, in a box of its width."""
        wide = "w84" if beside else "w138" if c.bar else "w156" if c.losses else "w112"
        drawn = self.draw(c, row, column, beside=beside)
        return Markup('<span class="{}">{}</span>').format(wide, Markup(drawn)) if drawn else Markup("")

    def axis(self, grid: BriefTable, at: int) -> str:
        """Return the scale over a column of losses; nothing over others."""
        first = grid.rows[0][at].losses if grid.rows else None
        return "" if first is None else drawings.loss_axis(first[0], self.lang)

    def head(self, grid: BriefTable, at: int) -> Markup:
        """Return the scale over a column of losses, in a box of its width."""
        drawn = self.axis(grid, at)
        return Markup('<span class="w156">{}</span>').format(Markup(drawn)) if drawn else Markup("")


def name_rows(table: BriefTable) -> list[str]:
    """Return the names of the rows of a table, as said of their drawings: one without a name belongs to that above."""
    names: list[str] = []
    for first, *_ in table.rows:
        names.append(first.text or names[-1])
    return names


def page(brief: PagedBrief, other: str | None = None) -> str:
    """Return the page of a brief.

    Parameters
    ----------
    brief : PagedBrief
    other : str, optional
        File name of the page in the other language, if it lies beside this one.

    Returns
    -------
    str
        HTML; the same brief gives the same bytes.
    """
    env, lang = environment(), brief.lang
    css = Markup("".join(env.get_template(name).render(widths=drawings.WIDTHS) for name in STYLES))
    return env.get_template("sheets.html").render(
        zh=lang == "zh",
        css=css,
        other=other,
        short=len(brief.sheets) == 1,
        draw=Drawer(brief),
        kind_of=lambda x: type(x).__name__,
        rows=lambda table: zip(name_rows(table), table.rows, strict=True),
        shares=drawings.share_width,
        phrases=lambda text: phrases(text, lang),
        packed=lambda file: b64encode(file.text.encode()).decode(),
        **annex(brief),
    )


def write_page(brief: PagedBrief, path: Path, other: str | None = None) -> None:
    """Write the page of a brief."""
    path.write_text(page(brief, other), encoding="utf-8", newline="\n")
