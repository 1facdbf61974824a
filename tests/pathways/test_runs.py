"""Runs that are kept: whatever moment they are stopped at, what is there is valid, and they go on to the same end."""

from __future__ import annotations

import errno
import json
import os
import shutil
from multiprocessing import get_context

import caseworks  # noqa: F401 - found by workers
import manyruns
import numpy as np
import pytest

from newind.errors import DataError, NewindError, RunError, UnknownNameError
from newind.pathways import parquet, runfolder, runstore
from newind.pathways.draws import draws_of
from newind.pathways.parquet import as_columns, split_cases, stack_tables
from newind.pathways.pathway import pathway
from newind.pathways.processes import CaseResult
from newind.pathways.runfolder import create_run, delete_run, open_run, runs_folder, runs_in
from newind.pathways.running import go_on, running
from newind.pathways.sampling import hypercube, ranges_of

FAILS = [4, 9]


@pytest.fixture
def uninterrupted(tmp_path):
    return go_on(manyruns.cheap_run(tmp_path, "whole", fails=FAILS))


@pytest.fixture(scope="module")
def programs():
    """Return how to start a process quickly: from one that has imported what tests need."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["duckdb", "newind.pathways.draws", "newind.pathways.running", "newind.testing"])
    return context


# ---- what is kept
def test_a_run_keeps_results_failures_and_cases(uninterrupted):
    run = open_run("whole", uninterrupted.folder.parent)
    assert run.counts() == (12, 12, 2)
    assert run.errors() == {k: f"no equilibrium at {k}." for k in FAILS}
    assert run.cases()[3] == {"x": 3, "label": "k3"}
    assert run.values()[5]["value"].tolist() == np.random.default_rng([5, 5]).normal(size=3).tolist()
    table = run.table()
    assert list(table.columns) == ["draw", "year", "value", "name", "good"]
    assert table["draw"].tolist() == sorted(table["draw"])
    assert table["name"].tolist()[:3] == ["中", "中", "b"]
    assert (run.work, run.seed, run.request) == ("cheap", 5, {"fails": FAILS})
    assert run.accounts.equals(manyruns.economy())
    assert run.draws()["tries"].sum() == 12 + 2


def test_all_draws_failing_is_kept_too(tmp_path):
    run = go_on(manyruns.cheap_run(tmp_path, "bad", 3, fails=[0, 1, 2]))
    assert (run.counts(), run.values(), len(run.table())) == ((3, 3, 3), {}, 0)
    assert run.sql("select count(*) from draws where error is not null")[1] == [(3,)]


def test_draws_follow_paths_under_their_parameters(tmp_path):
    run = go_on(manyruns.draws_run(tmp_path, "paths", 2))
    w, case = manyruns.economy(), run.cases()[1]
    path = pathway(w, manyruns.PACKAGE, 2010, parameters=case, start=2009, history=True)
    found = run.table().query("draw == 1")
    assert found["year"].tolist() == [2008, 2009, 2010]
    assert np.array_equal(found["gdp_change"], path.change("gdp")[:, 0])
    assert np.array_equal(found["co2"], path.series("co2")[:, 0])
    assert not w.__dict__["_baselines"] or len(w.__dict__["_baselines"]) == 1
    assert not run.accounts.__dict__["_baselines"]


def test_a_latin_hypercube_has_one_draw_in_each_part_of_each_range():
    ranges = {"trade_elasticity": (2.5, 8.0), "energy_saving": (0.0, 1.0)}
    cases = hypercube(ranges, 10, 3)
    assert hypercube(ranges, 10, 3) == cases != hypercube(ranges, 10, 4)
    for name, (low, high) in ranges.items():
        parts = [int(10 * (case[name] - low) / (high - low)) for case in cases]
        assert sorted(parts) == list(range(10))
    assert "trade_elasticity" not in ranges_of(given={"trade_elasticity": 4.0})
    assert ranges_of(["digital_elasticity"])["digital_elasticity"][0] < ranges_of()["digital_elasticity"][1]


# ---- stopped and taken up again
def test_killed_at_ten_random_steps_then_resumed_equals_an_uninterrupted_run(uninterrupted, programs, tmp_path):
    manyruns.cheap_run(tmp_path, "counted", fails=FAILS)
    end, told = programs.Pipe()
    alone(programs, manyruns.count_changes, str(tmp_path), "counted", told)
    steps = end.recv()
    assert steps > 60
    kept = set()
    for at in np.random.default_rng(1).choice(np.arange(1, steps + 1), 10, replace=False).tolist():
        manyruns.cheap_run(tmp_path, f"killed-{at}", fails=FAILS)
        assert alone(programs, manyruns.be_killed, str(tmp_path), f"killed-{at}", at) == -9
        run = open_run(f"killed-{at}", tmp_path)
        assert not run.under_way
        before = sorted(run.draws()["draw"].tolist())
        assert len(set(before)) == len(before)
        assert set(run.values()) | set(run.errors()) == set(before)
        kept.add(len(before))
        go_on(run)
        manyruns.same(run, uninterrupted)
        assert sorted(p.name for p in run.folder.glob("*.parquet")) == sorted(
            ["cases-00000000.parquet", *(f"{k}-00000000-{last(run):08d}.parquet" for k in ("draws", "results"))]
        )
    assert len(kept) > 3


def alone(programs, target, *given):
    process = programs.Process(target=target, args=given)
    process.start()
    process.join()
    return process.exitcode


def last(run):
    (part,) = run.parts()["draws"]
    return int(part.stem[-8:])


def test_stopped_by_hand_all_that_came_is_kept(uninterrupted, tmp_path):
    run = manyruns.cheap_run(tmp_path, "stopped", fails=FAILS)

    def stop(progress):
        if progress.done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go_on(run, watch=stop)
    done = run.counts()[0]
    assert 5 <= done < 12
    seen = []
    go_on(run, watch=lambda p: seen.append((p.done, p.total, p.failed)))
    assert seen[0][0] > done
    assert seen[-1] == (12, 12, 2)
    manyruns.same(run, uninterrupted)


def test_cases_that_follow_from_results_are_asked_again_and_not_done_again(uninterrupted, tmp_path):
    run = manyruns.cheap_run(tmp_path, "grows", 0, fails=FAILS)
    shutil.rmtree(run.folder)
    run = create_run("cheap", {"fails": FAILS}, manyruns.economy(), seed=5, runs=tmp_path, name="grows")
    cases = [{"x": k, "label": f"k{k}"} for k in range(12)]
    with running(run) as under_way:
        first = under_way.evaluate(cases[:5])
    with running(run) as under_way:
        again = under_way.evaluate(cases[:5])
        assert [o.seconds for o in again] == [o.seconds for o in first]
        assert [o.error for o in again] == [o.error for o in first]
        assert all(np.array_equal(a.value["value"], b.value["value"]) for a, b in zip(again, first) if a.value)  # noqa: B905
        under_way.evaluate(cases[5:])
    manyruns.same(run, uninterrupted)
    with running(run) as under_way, pytest.raises(RunError, match="keeps other cases from 0 on"):
        under_way.evaluate(cases[1:3])


# ---- what goes wrong leaves what is there
@pytest.mark.parametrize("at", [1, 2, 6])
def test_a_full_disk_stops_a_run_that_goes_on_when_there_is_room(uninterrupted, tmp_path, monkeypatch, at):
    run = manyruns.cheap_run(tmp_path, "full", fails=FAILS)
    calls, fsync = [], os.fsync

    def full(number):
        calls.append(number)
        if len(calls) >= at:
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(number)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RunError, match=r"No space left.* draws of run full are kept; go on with: newind runs res"):
            go_on(run)
    assert (run.counts()[0] > 0) == (at > 2)
    assert not [p for p in run.folder.iterdir() if p.name.startswith(".")]
    manyruns.same(go_on(run), uninterrupted)


def test_a_full_disk_is_told_as_the_system_says_it(monkeypatch, tmp_path):
    monkeypatch.setattr(parquet, "_quote_path", lambda path: "'/dev/full'")
    with pytest.raises(DataError, match="No space left on device"):
        parquet.write_columns(tmp_path / "a.parquet", as_columns({"x": [1.0]}))
    assert not list(tmp_path.iterdir())


def test_a_run_in_another_layout_is_told_and_can_be_deleted(uninterrupted):
    meta = uninterrupted.folder / "run.json"
    said = json.loads(meta.read_text(encoding="utf-8"))
    meta.write_text(json.dumps(said | {"schema_version": 7, "newind": "9.1"}))
    runs = uninterrupted.folder.parent
    with pytest.raises(DataError, match=r"layout 7, written by newind 9\.1; this newind reads layout 2\. Read it with"):
        open_run("whole", runs)
    assert "layout 7" in str(runs_in(runs)[0])
    meta.write_text("{")
    with pytest.raises(DataError, match="damaged"):
        open_run("whole", runs)
    assert len(list(uninterrupted.folder.iterdir())) > 3
    delete_run("whole", runs)
    assert runs_in(runs) == [] == list(runs.iterdir())


# ---- damage on the disk
def test_a_file_with_a_flipped_bit_is_named_and_what_it_held_is_computed_again(uninterrupted, tmp_path):
    rng = np.random.default_rng(2)
    files = sorted(p.name for p in uninterrupted.folder.iterdir() if p.name != "lock")
    assert len(files) == 6
    for k, name in enumerate(files * 8):
        folder = shutil.copytree(uninterrupted.folder, tmp_path / f"flipped-{k}" / "whole")
        content = bytearray((folder / name).read_bytes())
        content[rng.integers(len(content))] ^= 1 << int(rng.integers(8))
        (folder / name).write_bytes(content)
        mended_or_refused(folder, name, uninterrupted)


@pytest.mark.parametrize("kept", [None, 0.0, 0.5, 0.99])
def test_a_file_that_is_lost_or_cut_is_named_and_what_it_held_is_computed_again(uninterrupted, tmp_path, kept):
    for name in sorted(p.name for p in uninterrupted.folder.glob("*.*")):
        folder = shutil.copytree(uninterrupted.folder, tmp_path / name / "whole")
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        if kept is not None:
            (folder / name).write_bytes(content[: int(kept * len(content))])
        mended_or_refused(folder, name, uninterrupted)


def mended_or_refused(folder, name, expected):
    """Check that a damaged file is named, and that a run goes on to the same end, or is refused."""
    named, refused = taken_up(folder)
    if refused:
        assert name.startswith(("cases", "run.json", "accounts", "parts"))
        assert name in refused or "whole" in refused
        return
    run = open_run("whole", folder.parent)
    manyruns.same(run, expected)
    assert run.damaged_files == ()
    assert name in named or (name == "parts.jsonl" and named) or name == "accounts.npz"  # some of its bits say nothing


def taken_up(folder):
    """Return the files that a run names as damaged, and why it is refused."""
    try:
        run = open_run("whole", folder.parent)
        named = run.damaged_files
        go_on(run)
    except NewindError as error:
        return (), str(error)
    return named, ""


def test_a_run_that_another_newind_began_is_read_and_not_gone_on_with(uninterrupted):
    begun = manyruns.RunStore(uninterrupted.folder, dict(uninterrupted.meta) | {"newind": "9.1"})
    assert begun.counts() == (12, 12, 2)
    with pytest.raises(RunError, match=r"begun by newind 9\.1, and the values of newind .* may differ. Finish it with"):
        go_on(begun)


def test_only_one_process_works_on_a_run(uninterrupted):
    same = open_run("whole", uninterrupted.folder.parent)
    with uninterrupted.writing():
        assert same.under_way
        with pytest.raises(RunError, match="under way in another process"), same.writing():
            pass
        with pytest.raises(RunError, match="under way"):
            delete_run("whole", uninterrupted.folder.parent)
    assert not same.under_way


def test_names_that_are_not_there_or_taken(uninterrupted):
    runs = uninterrupted.folder.parent
    with pytest.raises(UnknownNameError, match="Did you mean 'whole'"):
        open_run("whoel", runs)
    with pytest.raises(UnknownNameError, match="unknown run"):
        open_run("../whole", runs)
    with pytest.raises(DataError, match="there is a run 'whole'"):
        manyruns.cheap_run(runs, "whole")
    with pytest.raises(DataError, match="cannot be called"):
        manyruns.cheap_run(runs, "../x")
    with pytest.raises(UnknownNameError, match="kind of run"):
        create_run("nothing", {}, manyruns.economy(), runs=runs)
    with pytest.raises(DataError, match="no run can be kept there"):
        create_run("cheap", {}, manyruns.economy(), runs=uninterrupted.folder / "run.json")


def test_the_folder_of_runs(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWIND_RUNS", str(tmp_path))
    assert runs_folder() == tmp_path
    assert runs_folder("here").name == "here"
    monkeypatch.delenv("NEWIND_RUNS")
    assert runs_folder().parts[-2:] == ("newind", "runs")


def test_parameters_without_a_range_or_a_case_are_refused(tmp_path):
    with pytest.raises(DataError, match="trade_elasticity was given: it is not drawn"):
        ranges_of(["trade_elasticity"], given={"trade_elasticity": 4.0})
    with pytest.raises(UnknownNameError, match="nonsense"):
        ranges_of(["nonsense"])
    with pytest.raises(DataError, match="0 draws of 1 parameters"):
        hypercube({"energy_saving": (0.0, 1.0)}, 0)
    with pytest.raises(DataError, match="at least one case"):
        draws_of(manyruns.economy(), manyruns.PACKAGE, [], runs=tmp_path)
    with pytest.raises(UnknownNameError, match="XXX"):
        draws_of(manyruns.economy(), manyruns.PACKAGE, [{}], regions=["XXX"], runs=tmp_path)
    with pytest.raises(DataError, match="plain data"):
        manyruns.cheap_run(tmp_path, "odd", 0).add_cases([{"x": np.arange(2)}], 0)


def test_a_run_is_there_with_its_cases_or_not_at_all(tmp_path, monkeypatch):
    cases = [{"x": k} for k in range(3)]
    whole = create_run(manyruns.CHEAP, {}, manyruns.economy(), cases, runs=tmp_path, name="whole")
    assert whole.cases() == cases
    with pytest.raises(DataError, match="plain data"):
        create_run(manyruns.CHEAP, {}, manyruns.economy(), [{"x": np.arange(2)}], runs=tmp_path, name="odd")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(runfolder, "write_columns", stopped)
    with pytest.raises(KeyboardInterrupt):
        create_run(manyruns.CHEAP, {}, manyruns.economy(), cases, runs=tmp_path, name="none")
    assert [p.name for p in tmp_path.iterdir()] == ["whole"]


# ---- SQL
def test_runs_are_asked_in_sql(uninterrupted):
    names, rows = uninterrupted.sql("select x, count(*) n from results join cases using (draw) group by x order by x")
    assert names == ["x", "n"]
    assert rows == [(k, 1 + k % 3) for k in range(12) if k not in FAILS]
    (first,) = uninterrupted.sql("from draws where error is not null order by draw", 1)[1]
    assert first[:2] == (4, "no equilibrium at 4.")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("drop view results", "one SELECT"),
        ("select 1; select 2", "one SELECT"),
        ("", "one SELECT"),
        ("copy results to 'there.csv'", "one SELECT"),
        ("set enable_external_access = true", "one SELECT"),
        ("select * from read_text('run.json')", "Permission Error"),
        ("select * from read_csv('/etc/passwd')", "Permission Error"),
        ("select * from uninterrupted", "Tables are results, draws, cases"),
        ("select nothing from results", "nothing"),
        ("selec", "syntax error"),
    ],
)
def test_sql_reads_the_run_and_nothing_else(uninterrupted, monkeypatch, statement, said):
    monkeypatch.chdir(uninterrupted.folder)
    before = sorted(p.name for p in uninterrupted.folder.iterdir())
    with pytest.raises(DataError, match=said):
        uninterrupted.sql(statement)
    assert sorted(p.name for p in uninterrupted.folder.iterdir()) == before


# ---- columns
def test_columns_that_are_none():
    for value, said in (
        (3.0, "columns by name, not float"),
        ({}, "columns by name"),
        ({"x": [1, 2], "y": [1, 2, 3]}, "column 'x' has 2 rows, others have 3"),
        ({"draw": 1}, "index of the case"),
        ({"x": [[1, 2]]}, "2-d"),
        ({"x": np.array([1j])}, "complex"),
        ({"x": np.array(["a", 1.0], dtype=object)}, "mixes text"),
    ):
        with pytest.raises(DataError, match=said):
            as_columns(value)


def test_tables_of_draws_are_put_together_and_taken_apart():
    tables = {2: as_columns({"a": [1, 2], "t": "x"}), 0: as_columns({"b": 0.5})}
    stack = stack_tables(tables.items())
    assert stack["t"].tolist() == ["x", "x", None]
    assert np.isnan(stack["b"][:2]).all()
    found = split_cases(stack)
    assert list(found) == [0, 2]
    assert found[2]["a"].tolist() == [1.0, 2.0]


def test_parts_are_merged_when_there_are_many(tmp_path, monkeypatch):
    monkeypatch.setattr(runstore, "MOST", 4)
    run = manyruns.cheap_run(tmp_path, "parts", 30)
    for k in range(30):
        run.write([CaseResult(k, as_columns({"y": float(k)}))])
        assert len(run.parts()["draws"]) <= 4 + (k + 1) // 4
        assert sorted(run.values()) == list(range(k + 1))
    run.merge()
    assert [len(run.parts()[kind]) for kind in ("results", "draws")] == [1, 1]
    assert run.table()["y"].tolist() == list(range(30))
