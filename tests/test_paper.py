"""The clause map is complete and true: every id, both languages, and each command answers with figures."""

from __future__ import annotations

import json
import re
import shlex
import sys

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind import paper
from newind.cli.inputs import parameters_of
from newind.errors import DataError, UnknownNameError
from newind.examples import examples
from newind.pathways.progress import VERDICTS
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import desk
from newind.questions.panels import with_economy

IDS = (
    *("2.2.i", "2.2.ii", "2.2.iii", "2.2.iv"),
    *("2.3.people", "2.3.quality", "2.3.innovation", "2.3.green", "2.3.digital", "2.3.open"),
    *("3.1.i", "3.1.ii", "3.2.i", "3.2.ii", "3.2.iii", "3.3.i", "3.3.ii", "3.3.iii"),
    *("3.4.i", "3.4.ii", "3.4.iii", "3.4.iv"),
    *("4.industrial", "4.innovation", "4.trade", "4.regional", "4.environment", "4.market"),
    *("0.organisation", "0.cost", "0.innovation", "0.circulation", "0.competition"),
)
MEASURED = [c for c in paper.clauses() if c.indicators]
ROADMAPS = {c.id: c.command for c in paper.clauses() if (c.command or "").startswith("newind roadmap ")}
"""Clauses that are answered by targets and the path to them."""
SIMULATED = sorted({c.simulation for c in paper.clauses() if c.simulation})
CJK = re.compile(r"[\u4e00-\u9fff]")

every_clause = check_each("clause", paper.clauses(), ids=lambda c: c.id)
every_measurement = pytest.mark.parametrize("clause", MEASURED, ids=lambda c: c.id)
every_simulation = pytest.mark.parametrize("command", SIMULATED, ids=lambda c: c.removeprefix("newind simulate "))


def test_every_clause_of_the_paper_is_there_once():
    assert tuple(c.id for c in paper.clauses()) == IDS


@pytest.fixture
def run(capsys, monkeypatch):
    """Return a function that runs a command line in this process and returns what it prints as JSON."""

    def made(command: str) -> dict:
        from newind.cli import main

        monkeypatch.setattr(sys, "argv", [*shlex.split(command), "--json"])
        try:
            code = main()
        except SystemExit as stop:
            code = stop.code
        assert code in (0, None)
        return json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(f"{word} is no figure"))

    return made


@every_clause
def test_texts_stand_in_both_languages(clause):
    for text in (clause.title, clause.question, clause.reason, *(p.question for p in clause.parts)):
        assert set(text) == {"en", "zh"}
        assert CJK.search(text["zh"])
        assert not CJK.search(text["en"])
        assert text["en"] == text["en"].strip() != ""
    for question in (clause.question, *(p.question for p in clause.parts)):
        assert question["en"].endswith("?")
        assert question["zh"].endswith("？")


@every_clause
def test_a_clause_has_a_command_that_measures_simulates_or_reads_an_example(clause):
    assert clause.indicators or clause.levers or clause.first or clause.id in ROADMAPS
    assert bool(clause.simulation) == bool(clause.levers)
    assert not clause.scenario or (clause.indicators and clause.scenario == clause.simulation)


@every_clause
def test_what_the_answer_is_worth_follows_from_its_parts(clause):
    kinds = [p.by for p in clause.parts]
    some = sum(kind != "no" for kind in kinds)
    assert clause.count == (some, len(kinds))
    assert clause.answered == {0: "not", len(kinds): "well"}.get(some, "thin")
    assert clause.decided_by == next((k for k in ("assumed", "estimated", "data") if k in kinds), "no")
    assert not clause.levers or "assumed" in kinds or clause.answered == "not"  # a simulation assumes its elasticities
    assert clause.to_dict()["coverage"] in ("full", "proxy", "needs your data", "not computable")


def test_the_words_tell_clauses_apart():
    """Words that are the same for nearly all say nothing: what the former ones did."""
    half = ("2.2.iii", "4.market", "0.organisation")
    assert [(id, c[0] * 2 == c[1]) for id in half for c in [paper.clause(id).count]] == [(id, True) for id in half]
    assert [c.id for c in paper.clauses() if c.answered == "not"] == ["0.competition"]
    counts = {c.count for c in paper.clauses()}
    assert {c.answered for c in paper.clauses()} == {"well", "thin", "not"}
    assert len(counts) > 5
    assert len({c.decided_by for c in paper.clauses()}) > 2


def test_patents_are_shipped_and_no_clause_denies_it():
    assert "newind science capacity CHN" in paper.clause("2.3.innovation").commands
    assert not [c.id for c in paper.clauses() if "atents are not" in c.reason["en"] or "未附专利" in c.reason["zh"]]


def test_the_commands_that_were_timed_are_those_of_the_map():
    """``python tools/cputime.py`` measures them again."""
    assert set(paper._seconds()) == {c.command for c in paper.clauses()}, "run python tools/cputime.py --new"
    assert all(s > 0 for s in paper._seconds().values())


@every_measurement
def test_the_command_measures_what_the_clause_names(clause):
    words = shlex.split(clause.command)
    assert words[:2] == ["newind", "measure"]
    assert words[2] in ("CHN", "CN-GD")
    assert tuple(words[words.index("--ids") + 1].split(",")) == clause.indicators


@every_measurement
def test_the_indicators_named_are_in_the_registry(clause):
    assert set(clause.indicators) <= set(ni.indicators().ids)


def test_every_indicator_answers_a_clause():
    named = {i for c in paper.clauses() for i in c.indicators}
    assert set(ni.indicators().ids) <= named
    assert {i.clause for i in ni.indicators()} <= set(IDS)


def found(rows):
    return {r["indicator"] for r in rows if r["value"] is not None}


@every_measurement
def test_the_command_runs_and_gives_finite_figures(clause, run):
    """The region has a finite total of each indicator in a year printed, unless it is one about parts of a country."""
    rows = run(clause.command)["table"]
    assert all(r["value"] is None or np.isfinite(r["value"]) for r in rows)
    last = {i: max(r["year"] for r in rows if r["indicator"] == i and r["value"] is not None) for i in found(rows)}
    assert set(last.values()) <= set(clause.last_years)  # computed without measuring
    of_parts = {i.id for i in ni.indicators() if "parts" in i.needs and " CHN " in clause.command}
    assert found(rows) == set(clause.indicators) - of_parts


OWN = [c for c in paper.clauses() if c.first]


@pytest.mark.parametrize("clause", OWN, ids=lambda c: c.id)
def test_a_command_that_reads_a_file_runs_as_printed(clause, run, tmp_path, monkeypatch):
    """What writes the file runs first, in an empty folder, and nothing else is there."""
    monkeypatch.chdir(tmp_path)
    assert len(run(clause.first)["written"]) == 1
    numbers = figures(run(clause.command)["tables"])
    assert len(numbers) > 5
    assert np.isfinite(numbers).all()


@every_clause
def test_a_file_that_a_command_names_is_written_by_the_command_before(clause):
    words = {w for c in clause.commands for w in shlex.split(c) if re.fullmatch(r"[\w-]+\.(csv|xlsx|yaml|npz)", w)}
    written = {e.file for e in examples() if clause.first and e.name in shlex.split(clause.first)}
    assert words <= written


DEEP = sorted({c for clause in paper.clauses() for c in clause.depth})


def figures(value):
    """Return every number in plain data."""
    if isinstance(value, dict):
        return [n for v in value.values() for n in figures(v)]
    if isinstance(value, list):
        return [n for v in value for n in figures(v)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


@pytest.mark.parametrize("command", DEEP, ids=lambda c: " ".join(c.split()[1:4]))
def test_an_answer_in_depth_runs_and_gives_finite_figures(command, run):
    told = run(command)
    tables = told["portfolio"] + told["actions"] if command == "newind screen" else told["tables"]
    found = figures(tables)
    assert tables
    assert len(found) > 5
    assert np.isfinite(found).all()


TURNED = {
    "newind green divide": (("reverse", "together", "heavy-first"), lambda w, order: divided(w, order).paths),
    "newind green charge": ((10.0, 20.0, 30.0), lambda w, p: ni.green.embodied_charge_effects(w, "CHN", p).pays),
    "newind green compensation": ((10.0, 20.0, 30.0), lambda w, p: ni.green.compensation(w, p).net),
    "newind green mix": ((0.0, 30.0, 60.0), lambda w, p: ni.green.mix_scenario("CHN", carbon_price=p, draws=1).factor),
}
"""What answers in depth say of a policy, with less of it, some, and more of it."""


def divided(w, order):
    target = ni.green.Target(2030, {2035: "-10%", 2060: "-90%"})
    return ni.green.divide_target(w, target, region="CHN", order=order)


@pytest.mark.parametrize("command", TURNED)
def test_an_answer_in_depth_turns_round_with_its_policy(command):
    (less, some, more), ask = TURNED[command]
    assert [c for c in DEEP if c.startswith(command)]
    back, here, there = (ask(ni.load("world"), size) for size in (less, some, more))
    there, back = (np.ravel(v - here) for v in (there, back))
    assert np.isfinite([there, back]).all()
    assert np.linalg.norm(there) > 1e-3 * np.linalg.norm(here)
    assert there @ back < -0.9 * np.linalg.norm(there) * np.linalg.norm(back)


def test_a_roadmap_answers_for_the_organisation(run):
    """Every target has a status, none a probability without draws, and actions close gaps of what a path follows."""
    told = run(ROADMAPS["0.organisation"])
    tables = told["tables"]
    assert "chances" not in tables
    assert {t["status"] for t in tables["targets"]} <= set(VERDICTS)
    assert tables["gaps"]
    assert any(a["closes"] for a in tables["actions"])
    stated = {t["target"] for t in tables["gaps"] if t["projected"] is not None}
    assert stated == {t["target"] for t in tables["paces"] if t["pace"]}
    assert all((t["guessed"] is None) == (t["projected"] is not None) for t in tables["gaps"])
    checked = 0
    for gap in tables["gaps"]:
        parts = [a["closes"] for a in tables["actions"] if (a["target"], a["year"]) == (gap["target"], gap["year"])]
        if None not in parts:  # an action whose effect may not be stated has no figure
            assert sum(parts) == pytest.approx(gap["closed"])
            checked += bool(parts)
    assert checked
    assert all(a["begins"] <= a["in_full"] for a in tables["gantt"])


# ---- what is simulated
@every_simulation
def test_the_package_moves_the_levers_that_the_clause_names(command):
    moved = {s.lever for s in ni.package(shlex.split(command)[2]).shocks}
    assert {frozenset(c.levers) for c in paper.clauses() if c.simulation == command} == {frozenset(moved)}
    assert moved <= set(levers().ids)


def test_every_family_of_policy_answers_a_clause():
    families = {levers()[lever].family for c in paper.clauses() for lever in c.levers}
    assert families == set(FAMILIES)
    named = {p.clause for p in ni.packages() if p.name != desk().together}
    assert {lever.clause for lever in levers()} | named <= set(IDS)


def opposite(package: ni.Package) -> ni.Package:
    """Return a package of shocks turned round; those that a lever cannot turn round are left out.

    What is added is held to what may be set: hardly anything is in force.
    """
    turned = []
    for shock in package.shocks:
        value = 1 / shock.value if shock.mode == "scale" else -shock.value
        low, high = levers()[shock.lever].limits("set" if shock.mode == "add" else shock.mode)
        if low <= value <= high:
            turned.append(ni.Shock(**shock.to_dict() | {"value": value}))
    return ni.Package(turned, name="opposite")


def moved(result: dict) -> np.ndarray:
    """Return what a result changes, in logs: real incomes, wages and final prices of all regions."""
    return np.log([*(1 + v for v in result["welfare"].values()),
                   *(v for name in ("wages", "final") for v in result["prices"][name].values())])  # fmt: skip


def otherwise(command: str) -> tuple[ni.Package, ni.Package, dict]:
    """Return the package of a command, its opposite, and the result of the opposite under the command's options."""
    words = shlex.split(command)
    package = ni.package(words[2])
    options = dict(zip(words[3::2], words[4::2], strict=True))
    parameters = parameters_of([options["--set"]] if "--set" in options else [])
    w = with_economy(ni.load(options.get("--on", "world")).last, options.get("--abroad"))
    package, turned = package.select_shocks(w), opposite(package.select_shocks(w))
    s = ni.simulate(w, turned, options.get("--horizon", "medium"), parameters)
    return package, turned, s.to_dict(complete=False)


@every_simulation
def test_the_simulation_is_finite_and_its_opposite_goes_the_other_way(command, run):
    there = moved(run(command))
    package, turned, result = otherwise(command)
    back = moved(result)
    assert np.isfinite(there).all()
    assert np.abs(there).max() > 1e-5
    if len(turned.shocks) == len(package.shocks):
        assert there @ back < -0.9 * np.linalg.norm(there) * np.linalg.norm(back)
    else:
        assert np.linalg.norm(there - back) > 0.5 * np.linalg.norm(there)
    if not turned.shocks:
        assert np.abs(back).max() < 1e-12


def test_cheaper_digital_inputs_are_used_more_and_cost_more_than_they_bring():
    """What clause 3.2.ii says of its simulation."""
    result = ni.simulate(ni.load("world", year=2011), ni.package("digital-adoption"))
    economies = (result.baseline, result.accounts)
    before, after = (ni.wide(ni.measure(w, "s2.digital_input_direct", "CHN")).iloc[0, 0] for w in economies)
    assert after > 1.03 * before
    assert result.to_dict(complete=False)["welfare"]["CHN"] < 0


def test_a_clause_is_found_by_id_in_any_case():
    assert paper.clause("2.3.GREEN").id == "2.3.green"


def test_an_unknown_clause_names_the_nearest():
    message = r"unknown clause '2\.3\.gren'.*Did you mean '2\.3\.green'\?.*newind paper"
    with pytest.raises(UnknownNameError, match=message):
        paper.clause("2.3.gren")


def test_words_that_are_not_allowed_are_refused():
    entry = {"id": "9.x", "indicators": [], "parts": [{"by": "magic", "en": "What?", "zh": "何？"}]}
    with pytest.raises(DataError, match=r"clause 9\.x: 'magic': by must be one of data, estimated, assumed, no"):
        paper._clause(entry)
