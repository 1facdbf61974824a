"""Whether the sheets of a brief fit their pages, and what is left out, in order, where one does not.

Heights are those of the printed page, from the table of glyph widths that charts are measured with; it is on the wide
side, so that what fits here fits in a browser.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from newind.charts import chart, draw
from newind.documents.html import label
from newind.documents.sheets import drawings
from newind.documents.sheets.model import Boxes, BriefTable, Columns, Exhibit, Gauges, Heading, Item, Listing, Note
from newind.documents.sheets.sources import add_sources
from newind.errors import DataError, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.documents.sheets.model import Block, BriefSheet, Cell, Gauge, PagedBrief

WIDE, HIGH = 680.0, 1039.0
"""Width and height of a printed sheet, in px of 1/96 inch: 180 mm and 275 mm."""
GAP, THIRD = 26.0, 20.0
"""Space between two columns, and between gauges."""
PT = 96 / 72
BODY, SMALL, TINY = 9.5 * PT, 9.0 * PT, 8.5 * PT
SOME, FEW = 7, 3
"""Items that a list keeps where a page is too full, and where it still is."""
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
BREAK, COMMA = re.compile("[,，:：(（]"), re.compile("[,，、]")
LATIN, SERIF = 1.03, 1.12
"""How much wider than faces of browsers the table takes letters to be, without and with serifs (of Georgia: 1.14)."""
SHARED = 4.0
"""Space between two remarks, which is counted with both."""
OWN = 24.0
"""Height of a line of links and files, which are made for fingers."""
PADDING = 7.0
"""Space between columns of a table."""
TOP, FOOT = 30.0, 27.0
"""Heights of the line over a sheet, and of its foot with the space before it."""


class Ruler:
    """Heights of the parts of a brief as printed."""

    def __init__(self, brief: PagedBrief) -> None:
        self.brief, self.zh = brief, brief.lang == "zh"
        self.big = (22.0 if self.zh else 20.0) * PT

    def text(
        self, words: str, room: float, size: float, leading: float, *, bold: bool = False, serif: bool = False
    ) -> float:
        """Return the height of a paragraph."""
        wider = 1.0 if self.zh else SERIF if serif else LATIN
        return max(len(draw.lines(words, room * wider, size, bold=bold)), 1) * size * leading

    def sheet(self, sheet: BriefSheet, *, first: bool) -> float:
        """Return the height of a sheet."""
        return TOP + (self._head() if first else 0.0) + self.blocks(sheet.blocks, WIDE) + FOOT

    def _head(self) -> float:
        d, size = self.brief, (12.0 if self.zh else 11.5) * PT
        title = self.text(d.title, WIDE, self.big, 1.18, bold=True, serif=True) + 16
        room = WIDE - (2 * size if self.zh else 0)
        lead = self.text(d.lead + "00", room, size, 1.6 if self.zh else 1.42, serif=True)
        return title + lead + (36 if d.chips else 8)

    def blocks(self, blocks: Sequence[Block], room: float) -> float:
        """Return the height of blocks one below the other."""
        plain = [isinstance(b, Note) and not b.title and not b.printed for b in blocks]
        return sum(self.block(b, room) for b in blocks) - SHARED * sum(map(all, pairwise(plain)))

    def block(self, block: Block, room: float) -> float:
        """Return the height of a block."""
        return MEASURES[type(block)](self, block, room)

    def gauges(self, block: Gauges, room: float) -> float:
        """Return the height of the gauges and of how they are read."""
        column = (room - 2 * THIRD) / 3
        rows = [block.gauges[k : k + 3] for k in range(0, len(block.gauges), 3)]
        high = sum(max(self._gauge(g, column) for g in row) for row in rows) + 9 * (len(rows) - 1) + 10
        return high + (self.text(block.note, room, SMALL, 1.42) + 16 if block.note else 0.0)

    def _gauge(self, g: Gauge, room: float) -> float:
        lines = (g.what, f"{g.place} · {g.trend}")
        high = 18 + 28 + sum(self.text(t, room, SMALL, 1.38, bold=k > 0) for k, t in enumerate(lines))
        scale = min(room, drawings.WIDE) / drawings.WIDE
        return (
            high
            + (scale * drawings.LINE + 3 if g.peers else 0)
            + (scale * drawings.COURSE + 3 if len(g.series) > 1 else 0)
        )

    def listing(self, block: Listing, room: float) -> float:
        """Return the height of a list."""
        high = 29.0 if block.title else 0.0
        for i in block.items:
            left = room - draw.width(i.number, BODY, bold=True) - 12
            high += self.text(f"{i.text}00 {i.after}".strip(), max(left, 60.0), BODY, 1.32) + 9
        return high + (0 if block.items else self.text(block.empty, room, BODY, 1.32) + 9)

    def boxes(self, block: Boxes, room: float) -> float:
        """Return the height of the boxes of what to do."""
        column = (room - 24) / 3 - 22
        made = []
        for b in block.boxes:
            high = 21 + self.text(b.title, column, 10.5 * PT, 1.32, bold=True)
            lines = [(f"{i.text} {i.number}00", *([i.after] if i.after else [])) for i in b.items] or [(b.empty,)]
            made.append(high + sum(sum(self.text(t, column, SMALL, 1.34) for t in texts) + 4 for texts in lines))
        return max(made) + 38 + (self.text(block.foot, room, SMALL, 1.42) + 4 if block.foot else 0.0)

    def heading(self, block: Heading, room: float) -> float:
        """Return the height of a finding over its proof."""
        size = (15.0 if self.zh else 14.0) * PT
        sub = self.text(block.under, room, SMALL, 1.42) + 6 if block.under else 0.0
        return self.text(block.text + "00", room, size, 1.24, bold=True, serif=True) + 14 + sub

    def figure(self, block: Exhibit, room: float) -> float:
        """Return the height of a chart under its title."""
        names, lang = self.brief.names, self.brief.lang
        found = BOX.search(chart(block.proof, lambda code: label(code, names, lang), lang, block.title))
        wide, high = (float(v) for v in found.groups()) if found else (draw.WIDTH, 0.0)
        title = self.text(block.title + "00", room, 10.5 * PT, 1.32, bold=True) + 3
        note = self.text(block.note, room, SMALL, 1.42) + 10 if block.note else 0.0
        return title + high * min(room, draw.WIDTH) / wide + note

    def grid(self, block: BriefTable, room: float) -> float:
        """Return the height of a table: columns share the width by their longest words."""
        title = self.text(block.title, room, 10.5 * PT, 1.32, bold=True) + 3 if block.title else 0.0
        rooms = self._columns(block, room)
        scale = sum(16.0 for row in block.rows[:1] for c in row if c.losses is not None)
        head = max(self.text(h, r, SMALL, 1.32, bold=True) for h, r in zip(block.header, rooms, strict=True))
        rows = [max(self._cell(c, r, block) for c, r in zip(row, rooms, strict=True)) for row in block.rows]
        return title + scale + sum([head, *rows]) + (len(rows) + 1) * (5 if block.beside else 7)

    def _cell(self, c: Cell, room: float, block: BriefTable) -> float:
        """Return the height of a cell: of its drawing and of its text, which stands below a bar."""
        text = self.text(c.text, room, SMALL, 1.32) if c.text or block.beside else 0.0
        if block.beside:
            return text
        return _drawn(c) + text if c.bar is not None else max(_drawn(c), text)

    def _columns(self, block: BriefTable, room: float) -> list[float]:
        if shares := drawings.share_width(block):
            return [room * share - PADDING for share in shares]
        if block.beside:  # bars with their numbers have the room they need, names the rest
            sizes = [max(self._beside(row[k]) for row in block.rows) for k in range(1, len(block.header))]
            return [max(room - sum(sizes), room / 4), *sizes]
        wants = []
        for k, head in enumerate(block.header):
            texts = [head, *(row[k].text for row in block.rows)]
            drawn = max((_width(row[k]) for row in block.rows), default=0.0)
            wants.append(max(drawn, *(draw.width(t, SMALL, bold=True) for t in texts)) + 8)
        spare = room - sum(wants)
        if spare >= 0:
            return wants
        shared = [w if w <= room / len(wants) else 0.0 for w in wants]
        left = (room - sum(shared)) / max(sum(w for w, s in zip(wants, shared, strict=True) if not s), 1.0)
        return [s or w * left for w, s in zip(wants, shared, strict=True)]

    @staticmethod
    def _beside(c: Cell) -> float:
        """Return the width of a cell that takes one line: of its bar and of its text."""
        return (drawings.NARROW + 7 if c.bar else 0.0) + draw.width(c.text, SMALL) + 7

    def note(self, block: Note, room: float) -> float:
        """Return the height of a remark."""
        if block.printed:
            return self.text(block.text, room, TINY, 1.35) + 8
        if not block.title:
            return self.text(block.text, room, SMALL, 1.42) + 8
        told = (block.title, block.text, block.code + block.code[: len(block.code) // 4])
        lines = [self.text(t, room - 15, SMALL, 1.42, bold=k == 0) for k, t in enumerate(told) if t]
        own = "      ".join([block.link[0], *(f.name for f in self.brief.files if block.files)])
        rows = self.text(own, room - 15, SMALL, OWN / SMALL) if own.strip() else 0.0
        return sum(lines) + rows + 18

    def columns(self, block: Columns, room: float) -> float:
        """Return the height of the taller of two columns."""
        half = (room - GAP) / 2
        sides = ((self.blocks(side, half) + 8 * (len(side) - 1)) for side in (block.left, block.right))
        drawn = any(isinstance(b, BriefTable) and b.beside for b in (*block.left, *block.right))
        return max(sides) + (12 if drawn else 4)


MEASURES: dict[type, Callable[[Ruler, Any, float], float]] = {
    Gauges: Ruler.gauges, Listing: Ruler.listing, Boxes: Ruler.boxes, Heading: Ruler.heading, Exhibit: Ruler.figure,
    BriefTable: Ruler.grid, Note: Ruler.note, Columns: Ruler.columns,
}  # fmt: skip


def _drawn(c: Cell) -> float:
    if c.losses is not None:
        return drawings.STEP * len(drawings.HORIZONS) + 2
    return drawings.HIGH if c.bar is not None else 18.0 if c.course is not None else 0.0


def _width(c: Cell) -> float:
    if c.losses is not None:
        return drawings.LOSSES
    return drawings.BAR if c.bar is not None else drawings.TARGET if c.course is not None else 0.0


# ---- what is left out
def _each(change: Callable[[Block], Block | None], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks as a change leaves them, those in columns too; None leaves one out."""
    made = []
    for b in blocks:
        if isinstance(b, Columns):
            b = replace(b, left=_each(change, b.left), right=_each(change, b.right))
        if (kept := change(b)) is not None:
            made.append(kept)
    return tuple(made)


def keep_notes(most: int, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Keep the first remarks without a title, those under charts and on how gauges are read among them."""
    seen = count()

    def keep(block: Block) -> Block | None:
        if isinstance(block, Note):
            kept = block.title or block.printed or block.late or next(seen) < most
            return block if kept else None
        if isinstance(block, (Exhibit, Gauges)) and block.note and next(seen) >= most:
            return replace(block, note="")
        return block

    return _each(keep, blocks)


def drop_fifth(block: Block) -> Block:
    """Keep four charts of two columns of charts."""
    if not isinstance(block, Columns) or not all(isinstance(b, Exhibit) for b in (*block.left, *block.right)):
        return block
    return replace(block, left=block.left[:2], right=block.right[:2])


def drop_after(block: Block) -> Block:
    """Leave out what stands after the items of a list: where a value is from."""
    return (
        replace(block, items=tuple(replace(i, after="") for i in block.items)) if isinstance(block, Listing) else block
    )


def drop_second(block: Block) -> Block:
    """Keep the first policy in each box: all of them have a row on a page of their own."""
    if not isinstance(block, Boxes):
        return block
    return replace(block, boxes=tuple(replace(b, items=b.items[:1]) for b in block.boxes))


def drop_eighth(block: Block) -> Block:
    """Keep seven items of a list."""
    return _keep(block, SOME)


def drop_fourth(block: Block) -> Block:
    """Keep three items of a list."""
    return _keep(block, FEW)


def drop_late(block: Block) -> Block | None:
    """Leave out a remark that goes last of all."""
    return None if isinstance(block, Note) and block.late else block


def _keep(block: Block, most: int) -> Block:
    """Return a list with its first items, and how many more there are where it says so."""
    if not isinstance(block, Listing):
        return block
    items = block.items[:-1] if block.cut else block.items
    if len(items) <= most:
        return block
    cut = len(items) - most + block.cut
    more = (Item(block.rest.format(n=cut)),) if block.rest else ()
    return replace(block, items=(*items[:most], *more), cut=cut if more else 0)


def shorten_names(block: Block) -> Block:
    """Keep the names of rows up to their first comma, so that they take one line."""
    if not isinstance(block, BriefTable):
        return block
    end = COMMA if block.beside else BREAK
    rows = tuple((replace(row[0], text=end.split(row[0].text)[0].strip()), *row[1:]) for row in block.rows)
    return (
        replace(block, rows=rows)
        if len({row[0].text for row in rows}) == len({r[0].text for r in block.rows})
        else block
    )


NOTES = 6
"""Remarks on a page, of which the last is left out first."""
Step: TypeAlias = "Callable[[Sequence[Block]], tuple[Block, ...]]"
STEPS: tuple[Step, ...] = (
    partial(_each, drop_fifth),
    *(partial(keep_notes, most) for most in range(NOTES, -1, -1)),
    *(partial(_each, drop) for drop in (drop_after, drop_eighth, drop_fourth, shorten_names, drop_late)),
)
"""What is left out of a page that is too full, in this order."""


def fit(brief: PagedBrief, first: Sequence[Callable[[Block], Block | None]] = ()) -> PagedBrief:
    """Return a brief whose sheets fit their pages with its sources on the last, shortened where they would not.

    Parameters
    ----------
    brief : PagedBrief
    first : sequence of callable
        Changes of blocks that leave out what goes before all else in a brief of this kind.

    Raises
    ------
    DataError
        For a sheet that does not fit after everything that may be left out is.
    """
    brief = add_sources(brief)
    ruler = Ruler(brief)
    steps: tuple[Step, ...] = (*(partial(_each, change) for change in first), *STEPS)
    sheets = tuple(fit_sheet(s, k, ruler, steps) for k, s in enumerate(brief.sheets))
    return replace(brief, sheets=sheets)


def has_room(brief: PagedBrief) -> bool:
    """Return whether the last sheet of a brief fits its page, with the sources, without being shortened."""
    whole = add_sources(brief)
    return Ruler(whole).sheet(whole.sheets[-1], first=len(whole.sheets) == 1) <= HIGH


def fit_sheet(sheet: BriefSheet, k: int, ruler: Ruler, steps: Sequence[Step] = STEPS) -> BriefSheet:
    """Return a sheet, the first being 0, shortened as far as it has to be; errors as of :func:`fit`."""
    high = partial(ruler.sheet, first=k == 0)
    for step in (None, *steps):
        sheet = sheet if step is None else replace(sheet, blocks=step(sheet.blocks))
        if high(sheet) <= HIGH:
            return sheet
    raise DataError(tell("brief.overflow", page=k + 1, name=sheet.name, most=round(HIGH), found=round(high(sheet))))
