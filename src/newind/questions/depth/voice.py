"""How a system is spoken of in depth: words with their figures, names, ranges, and rows of sources."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.analyses.losses import UNKNOWN
from newind.charts.spans import digits
from newind.language.leftout import OmissionLog
from newind.language.phrases import economy, industries, industry, of_economy
from newind.language.tense import date_sentence, past
from newind.language.words import decimal, in_brackets, mark, percent, span, unit_name
from newind.messages import fill, list_languages, message, message_group
from newind.questions.model import Card, SourceRow, TableSection
from newind.questions.provenance import name_source
from newind.questions.wording import capital, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss, Span
    from newind.charts.proofs import Proof
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.provenance import References

    AnyProof = Proof | Any


SMALL = 0.01
"""Share from which on one decimal is enough."""


FILES = ("sections", "manufacturing.section", "green.section")
"""Where messages stand: of all systems and of systems 1 and 4, of system 2, of system 3."""


@cache
def words() -> dict[str, Any]:
    """Return the words of all files by group, read once; a key stands in one file only.

    Examples
    --------
    >>> words()["titles"]["s1"]["zh"]
    '对外依赖与替代'
    """
    found: dict[str, Any] = {}
    for place in FILES:
        for group, entries in message_group(place).items():
            known = found.setdefault(group, {})
            twice = sorted(known.keys() & entries.keys())
            assert not twice, f"{place}: {group} has {twice} of another file"
            known.update(entries)
    return found


def _places(least: int, *shares: float) -> int:
    """Return the decimals with which no share is written as zero, up to two more than the least; else the least.

    Examples
    --------
    >>> _places(1, 0.2), _places(1, 0.0002), _places(2, -0.000003), _places(1, 0.000003)
    (1, 2, 4, 1)
    """
    for places in range(least, least + 3):
        if all(round(100 * abs(v), places) for v in shares):
            return places
    return least


@dataclass(frozen=True, eq=False)
class SystemWording:
    """A brief's accounts and language, for one system; what could not be made is noted in ``log``."""

    refs: References
    topic: str
    log: OmissionLog = field(default_factory=OmissionLog)

    @property
    def ctx(self) -> Context:
        """The accounts of the brief."""
        return self.refs.ctx

    @property
    def w(self) -> Accounts:
        """The accounts of the last year."""
        return self.refs.ctx.w

    @property
    def lang(self) -> Lang:
        """Language of every text."""
        return self.refs.lang

    # ---- words
    def phrase(self, key: str, **figures: object) -> str:
        """Return a text with its figures, as it stands inside a sentence."""
        return str(words()["texts"][key][self.lang]).format(**figures)

    def say(self, key: str, **figures: object) -> str:
        """Return a text with its figures; a sentence begins with a capital."""
        said = self.phrase(key, **figures).strip()
        return capital(said) if self.lang != "zh" else said

    def then(self, key: str, **figures: object) -> str:
        """Return a text with figures of the accounts, in the past tense where those are old."""
        return past(self.say(key, **figures), self.ctx.year)

    def format_bilingual_text(self, key: str, **figures: object) -> Text:
        """Return a text in both languages, as a label of a chart."""
        return fill(words()["texts"][key], **figures)

    def word(self, group: str, key: str) -> str:
        """Return one word of a group, as the name of a horizon."""
        return str(words()[group][key][self.lang])

    def head(self, key: str) -> tuple[str, ...]:
        """Return the titles of a table's columns."""
        return tuple(words()["heads"][key][self.lang])

    # ---- names
    def name(self, code: str | None = None) -> str:
        """Return an economy as it stands inside a sentence, the one of the brief by default."""
        return economy(self.ctx, code or self.ctx.region)[self.lang]

    def owner(self, code: str | None = None) -> str:
        """Return an economy as the owner of what follows."""
        return of_economy(self.ctx, code)[self.lang]

    def label_economy(self, code: str) -> str:
        """Return an economy as it stands alone in a cell."""
        return name_of(self.ctx, code, self.lang)

    def join_industries(self, *codes: str) -> str:
        """Return industries as they stand inside a sentence."""
        return (industry(codes[0]) if len(codes) == 1 else industries(codes))[self.lang]

    def industry(self, code: str) -> str:
        """Return an industry as it stands alone in a cell."""
        return industry_name(code, self.lang)

    # ---- figures
    def share(self, value: float) -> str:
        """Return a share with the decimals it needs, a dash where it is not known."""
        if not math.isfinite(value):
            return self.say("none")
        places = 0 if not value else 1 if abs(value) >= SMALL else _places(2, value)
        return percent(value, self.lang, places)

    def ends(self, low: float, high: float) -> str:
        """Return a range in per cent, one figure where both ends look alike, a dash where no low end is known."""
        if math.isfinite(low) and math.isnan(high):
            return self.say("open-above", low=self.share(low))
        return self._ends(low, high, "%")

    def points(self, low: float, high: float) -> str:
        """Return a range of differences of shares, without a unit."""
        return self._ends(low, high, "")

    def _ends(self, low: float, high: float, unit: str) -> str:
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.say("none")
        places = _places(digits(low, high), *(v for v in (low, high) if v))
        text = span(low, high, "1", self.lang, places)
        same = percent(low, self.lang, places) == percent(high, self.lang, places)
        text = percent(high, self.lang, places) if same else text
        return text if unit else text.replace("%", "")

    def span(self, span: Span, *, flip: bool = False) -> str:
        """Return a span in per cent, as a change of opposite sign where it is flipped."""
        return self.ends(-span.high, -span.low) if flip else self.ends(span.low, span.high)

    def around(self, middle: float, low: float, high: float) -> str:
        """Return a figure with its range in brackets."""
        if not math.isfinite(middle):
            return self.ends(low, high)
        if math.isnan(high):
            return in_brackets(self.share(middle), self.ends(low, high), self.lang)
        places = _places(digits(low, high), *(v for v in (low, middle) if v))
        first, ends = percent(middle, self.lang, places), self.ends(low, high)
        return in_brackets(first, ends, self.lang)

    def number(self, value: float, places: int) -> str:
        """Return a number, a dash where it is not known."""
        return decimal(value, places, self.lang) if math.isfinite(value) else self.say("none")

    def loss(self, loss: Loss, statement: str = "") -> str:
        """Return a statement on a loss, that of the medium horizon if none is named: middle and range.

        A range is open above where some case has no equilibrium.
        """
        span = loss.stated_ranges.get(statement or loss.horizon, UNKNOWN)
        return self.around(span.middle, span.low, span.high)

    # ---- parts of the page
    def card(
        self,
        key: str,
        sentence: str,
        proof: AnyProof,
        note: str,
        refs: tuple[int, ...],
        *,
        status: str = "simulated",
        year: int | None = None,
    ) -> Card:
        """Return a card in the hue of the system, with the title and the mark of its kind."""
        said = date_sentence(
            dict.fromkeys(list_languages(), sentence), self.ctx.year if year is None else year, self.ctx.year
        )
        return Card(
            topic=self.topic,
            title=self.kick(key),
            sentence=capital(said["en"]) if self.lang != "zh" else said["zh"],
            proof=proof,
            note=note.strip(),
            refs=refs,
            year=self.ctx.year if year is None else year,
            status=status,
            detail=str(words()["kicks"][key]["mark"]),
        )

    def table(
        self,
        key: str,
        title: str,
        rows: Iterable[Sequence[str]],
        *,
        lead: str = "",
        note: str = "",
        refs: tuple[int, ...] = (),
        texts: Sequence[int] = (0,),
        header: Sequence[str] | None = None,
    ) -> TableSection:
        """Return a table; columns other than ``texts`` hold figures, and one without any is left out."""
        head, cells = self.head(key) if header is None else tuple(header), [tuple(r) for r in rows]
        kept = [i for i in range(len(head)) if i in texts or not cells or any(r[i] != self.say("none") for r in cells)]
        numeric = tuple(n for n, i in enumerate(kept) if i not in texts)
        shown = tuple(tuple(r[i] for i in kept) for r in cells)
        return TableSection(
            f"{self.topic}-{key}", title, lead, tuple(head[i] for i in kept), shown, numeric, note, refs
        )

    # ---- sources
    def has_source(self, id: str) -> bool:
        """Return whether the messages say where a quantity comes from, as the registries lack it."""
        return id in words()["sources"]

    def own(self, id: str, *, status: str = "", year: int | None = None, source: str = "", note: str = "") -> int:
        """Return the number of the row that says where a quantity comes from which the registries lack.

        What is read off the accounts, without another source, has their status.
        """
        lang, entry = self.lang, words()["sources"][id]
        read = entry["status"] == "observed" and not source
        data = source or name_source(self.w.source, lang)
        method = message("sections.voice.own.method", method=entry["method"])[lang]
        return self.refs.number_row(
            SourceRow(
                number=0,
                indicator=id,
                label=str(entry["label"][lang]),
                formula=str(entry["formula"][lang]),
                source=mark("semicolon", lang).join(t for t in (data, method) if t),
                year=str(self.ctx.year if year is None else year),
                unit=unit_name(str(entry["unit"]), lang),
                status=status or (self.w.status if read else str(entry["status"])),
                note=note,
            )
        )

    def kick(self, key: str) -> str:
        """Return the title of a kind of card."""
        return str(words()["kicks"][key][self.lang])

    def find_source_numbers(self, *ids: str) -> tuple[int, ...]:
        """Return the numbers of indicators and analyses of the registries."""
        return self.refs.number_indicators(ids, self.ctx.year)

    @property
    def left(self) -> tuple[str, ...]:
        """Omissions, one line each."""
        return tuple(part.say(self.lang) for part in self.log)

    def make_or_log(self, what: str, make: Callable[[], Any]) -> Any:
        """Return what is made, None with the reason noted where these accounts refuse it."""
        return self.log.try_build(what, make)
