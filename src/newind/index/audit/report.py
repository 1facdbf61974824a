"""The audit as it is handed on: checks, steps and their marks, as a table, as text and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.errors import unknown
from newind.language.words import join_list
from newind.messages import in_each, list_languages, message_group, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.index.audit.evidence import CheckResult, Offender
    from newind.index.audit.judging import AuditRule, Unit, Words


NAMED = 3
"""Offenders that a sentence names; the others are counted."""
MARKS: dict[str, Words] = message_group("index.wording.marks")
SYMBOLS = {"pass": "✓", "attention": "!", "not judged": "○"}


def format_figure(value: float, unit: Unit) -> str:
    """Return a figure as a sentence writes it.

    Examples
    --------
    >>> format_figure(0.4196, "share"), format_figure(-0.376, "correlation")
    ('42%', '−0.38')
    >>> format_figure(1234, "count"), format_figure(2e-16, "small")
    ('1,234', '2e-16')
    """
    if np.isnan(value):
        return "—"
    if np.isinf(value):
        return "∞"
    if unit == "share":
        return f"{_write_number(100 * value, 1)}%"
    written = (
        f"{value:.0e}" if unit == "small" and value else _write_number(value, 0 if unit in ("count", "small") else 2)
    )
    return written.replace("-", "−") if unit != "small" else written


def _write_number(value: float, digits: int) -> str:
    """Return a number with so many digits at most.

    Examples
    --------
    >>> _write_number(65.0, 1), _write_number(64.96, 1), _write_number(0.7, 2)
    ('65', '65', '0.7')
    """
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def threshold(rule: AuditRule) -> str:
    """Return a threshold with its side.

    Examples
    --------
    >>> from newind.index.audit.judging import rules
    >>> threshold(rules()["unit_coverage"]), threshold(rules()["size"])
    ('≥ 65%', '≤ 0.7')
    """
    return f"{'≥' if rule.least else '≤'} {format_figure(rule.threshold, rule.unit)}"


def join_offenders(found: Sequence[Offender], unit: Unit, lang: str) -> str:
    """Return the names of the first offenders with their figures, and how many more there are."""
    names = [_with_figure(one, unit, lang) for one in found[:NAMED]]
    more = len(found) - len(names)
    shown = join_list(names, lang)
    return say("index.audit.more", lang, names=shown, n=more, all=len(found)) if more else shown


def _with_figure(one: Offender, unit: Unit, lang: str) -> str:
    if np.isnan(one.value):
        return one.name[lang]
    return say("index.audit.with_figure", lang, name=one.name, figure=format_figure(one.value, unit))


def sentence(rule: AuditRule, finding: CheckResult, lang: str) -> str:
    """Return the text of a finding: the result and, where it needs attention, a remedy."""
    if finding.reason is not None:
        return say("index.unjudged.why", lang, why=finding.reason)
    said = rule.attention if rule.fails(finding.value) else rule.passed
    figures = {name: _in(value, lang) for name, value in {**rule.further, **finding.figures}.items()}
    own = {"value": format_figure(finding.value, rule.unit), "threshold": format_figure(rule.threshold, rule.unit)}
    return said[lang].format(**{**figures, **own, "who": join_offenders(finding.offenders, rule.unit, lang)})


def _in(value: Any, lang: str) -> str:
    """Return a further figure as a sentence writes it."""
    if isinstance(value, Mapping):
        return str(value[lang])
    return format_figure(float(value), "number") if isinstance(value, (int, float)) else str(value)


Mark = Literal["pass", "attention", "not judged"]


@dataclass(frozen=True)
class Check:
    """One figure beside its threshold.

    Attributes
    ----------
    id : str
    step : int
    title : dict
        In ``en`` and ``zh``.
    value : float
        NaN where it was not judged.
    unit : str
        count, share, correlation, number or small.
    threshold : float
    at_least : bool
        Whether the figure passes at the threshold and above; below where False.
    mark : {"pass", "attention", "not judged"}
    text : dict
        What was found and what to do, in ``en`` and ``zh``.
    offenders : tuple of Offender
        Elements, pairs or rows beyond the threshold, worst first.
    """

    id: str
    step: int
    title: Words
    value: float
    unit: Unit
    threshold: float
    at_least: bool
    mark: Mark
    text: Words
    offenders: tuple[Offender, ...]

    @property
    def figure(self) -> str:
        """The figure as it is written."""
        return format_figure(self.value, self.unit)

    @property
    def limit(self) -> str:
        """The threshold with its side, as it is written."""
        return f"{'≥' if self.at_least else '≤'} {format_figure(self.threshold, self.unit)}"


def check_of(rule: AuditRule, finding: CheckResult) -> Check:
    """Return a check from what is written down and what was found."""
    finding = finding.apply_threshold(rule)
    mark: Mark = "attention" if rule.fails(finding.value) else "pass"
    if np.isnan(finding.value):
        mark = "not judged"
    text = in_each(partial(sentence, rule, finding))
    offenders = finding.offenders if mark == "attention" else ()
    limit = rule.threshold, rule.least
    return Check(rule.id, rule.step, rule.title, finding.value, rule.unit, *limit, mark, text, offenders)


@dataclass(frozen=True)
class Step:
    """One of the ten steps; its mark is the worst of its checks.

    Attributes
    ----------
    number : int
        From 1 to 10.
    title : dict
        In ``en`` and ``zh``.
    checks : tuple of Check
    """

    number: int
    title: Words
    checks: tuple[Check, ...]

    @property
    def mark(self) -> Mark:
        """The worst mark of its checks; not judged where none of them could be."""
        marks = {check.mark for check in self.checks}
        return "attention" if "attention" in marks else "pass" if "pass" in marks else "not judged"


@dataclass(frozen=True)
class Audit:
    """The ten steps of an index with their figures, thresholds and marks.

    Attributes
    ----------
    name : dict
        Of the index, in ``en`` and ``zh``.
    steps : tuple of Step
    """

    name: Words
    steps: tuple[Step, ...]

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """All checks in order."""
        return tuple(check for step in self.steps for check in step.checks)

    @cached_property
    def marks(self) -> dict[int, Mark]:
        """Number of each step → its mark."""
        return {step.number: step.mark for step in self.steps}

    def __getitem__(self, name: str) -> Check:
        """Return a check by its id.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        known = {check.id: check for check in self.checks}
        if name not in known:
            raise unknown("check", name, known, f"Checks are {', '.join(known)}.")
        return known[name]

    def to_frame(self, lang: str = "en") -> pd.DataFrame:
        """Return a table with one row a check: step, check, value, threshold, mark, text, offenders.

        Raises
        ------
        UnknownNameError
            For a language other than en and zh.
        """
        import pandas as pd

        _spoken(lang)
        columns = ["step", "check", "value", "threshold", "mark", "text", "offenders"]
        rows = [
            (c.step, c.title[lang], c.figure, c.limit, format_mark(c.mark, lang), c.text[lang], _all(c, lang))
            for c in self.checks
        ]
        return pd.DataFrame(rows, columns=columns, index=pd.Index([c.id for c in self.checks], name="id"))

    def summary(self, lang: str = "en") -> str:
        """Return how many steps pass."""
        _spoken(lang)
        marks = list(self.marks.values())
        open_ = say("index.audit.open", lang, n=marks.count("not judged")) if "not judged" in marks else ""
        counts = {"ok": marks.count("pass"), "all": len(marks), "odd": marks.count("attention")}
        return say("index.audit.summary", lang, open=open_, **counts)

    def text(self, lang: str = "en") -> str:
        """Return the audit to be read, as Markdown: each step with its mark, each check with figure and threshold.

        Raises
        ------
        UnknownNameError
            For a language other than en and zh.
        """
        _spoken(lang)
        title = f"# {say('index.audit.title', lang, name=self.name)}"
        return "\n".join([title, "", self.summary(lang), *(_section(step, lang) for step in self.steps)]) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return the audit as plain data; what was not judged has no value."""
        steps = [
            {"number": s.number, "title": s.title, "mark": s.mark, "checks": [_plain(c) for c in s.checks]}
            for s in self.steps
        ]
        return {"name": self.name, "steps": steps}

    def __repr__(self) -> str:
        """Say which steps need attention."""
        odd = ", ".join(str(n) for n, mark in self.marks.items() if mark == "attention")
        return f"Audit({self.name['en']}: {self.summary()}{f' Attention: {odd}' if odd else ''})"

    def _repr_html_(self) -> str:
        """Show a row a check, under the steps."""
        rows = "".join(_rows(step) for step in self.steps)
        head = "<tr><th></th><th>step, check</th><th>figure</th><th>threshold</th><th>what was found</th></tr>"
        return f"<p>{escape(self.name['en'])}: {escape(self.summary())}</p><table>{head}{rows}</table>"


def format_mark(mark: str, lang: str) -> str:
    """Return the word of a mark with its symbol before it.

    Examples
    --------
    >>> format_mark("pass", "en"), format_mark("attention", "zh")
    ('✓ pass', '! 需关注')
    """
    return f"{SYMBOLS[mark]} {MARKS[mark][lang]}"


def _spoken(lang: str) -> None:
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), "The audit speaks en and zh.")


def _all(check: Check, lang: str) -> str:
    return join_list((one.name[lang] for one in check.offenders), lang)


def _section(step: Step, lang: str) -> str:
    named = {"symbol": SYMBOLS[step.mark], "number": step.number, "title": step.title, "mark": MARKS[step.mark]}
    return "\n".join(
        [f"\n## {say('index.audit.step', lang, **named)}\n", *(_line(check, lang) for check in step.checks)]
    )


def _line(check: Check, lang: str) -> str:
    """Return the line of a check: symbol and word, title, figure and threshold, what was found."""
    head = f"- {format_mark(check.mark, lang)} · **{check.title[lang]}**"
    return say("index.audit.check", lang, head=head, figure=check.figure, limit=check.limit, text=check.text)


def _rows(step: Step) -> str:
    head = f"<tr><th>{SYMBOLS[step.mark]}</th><th colspan='4'>{step.number} {escape(step.title['en'])}</th></tr>"
    cells = [(SYMBOLS[c.mark], c.title["en"], c.figure, c.limit, c.text["en"]) for c in step.checks]
    return head + "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)


def _plain(check: Check) -> dict[str, Any]:
    """Return a check as plain data."""
    found = asdict(check)
    found["value"] = _number(check.value)
    found["offenders"] = [{"code": o.code, "name": o.name, "value": _number(o.value)} for o in check.offenders]
    return found


def _number(value: float) -> float | None:
    """Return a number that JSON knows, None where it is unknown or endless."""
    return float(value) if np.isfinite(value) else None
