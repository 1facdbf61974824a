"""Jobs: progress, the same job once, cancelling, failing, too many; the pool computes the same thing once."""

from __future__ import annotations

import asyncio
import time

import pytest

from newind.errors import PolicyError, UnknownNameError
from newind.web.jobs import Job, Jobs
from newind.web.pool import Pool
from newind.web.refusals import RequestError
from newind.web.settings import ServerLimits


def double(x: int) -> int:
    return 2 * x


def refuse(x: int) -> int:
    raise PolicyError(f"no {x}")


def broken(x: int) -> int:
    raise ZeroDivisionError("secret detail")


def run(work, most=2):
    """Run something with jobs in a loop of its own."""

    async def inside():
        pool = Pool(0, 4)
        jobs = Jobs(pool, ServerLimits(jobs=most, results=2))
        try:
            return await work(jobs, pool)
        finally:
            await jobs.close()
            pool.close()

    return asyncio.run(inside())


async def ended(jobs, id):
    return [(name, told["done"], told["total"]) async for name, told in jobs.follow(id)]


def test_the_end_is_told_of_a_job_that_ends_while_something_else_is_told():
    async def work(jobs, _):
        go = asyncio.Event()
        job = jobs.begin("wait", "k", lambda _: go.wait())
        following = jobs.follow(job.id)
        said = [(await anext(following))[0]]
        go.set()  # what was told is on its way to the reader meanwhile
        await asyncio.wait([job.task])
        return said + [name async for name, _ in following]

    assert run(work) == ["progress", "done"]


def test_a_job_that_lost_its_last_follower_is_cancelled_unless_it_is_asked_for(monkeypatch):
    monkeypatch.setattr("newind.web.jobs.GRACE", 0.2)

    async def work(jobs, _):
        never = asyncio.Event()
        left, asked, unseen = (jobs.begin("wait", key, lambda _: never.wait()) for key in "lau")
        for job in (left, asked):
            following = jobs.follow(job.id)
            await anext(following)
            await following.aclose()
        for _ in range(8):
            await asyncio.sleep(0.05)
            jobs[asked.id]
        states = left.state, asked.state, unseen.state
        await asyncio.sleep(0.3)
        return states, asked.state

    assert run(work, most=3) == (("cancelled", "queued", "queued"), "cancelled")


def test_a_page_that_comes_back_in_time_finds_its_job(monkeypatch):
    monkeypatch.setattr("newind.web.jobs.GRACE", 0.2)

    async def work(jobs, _):
        never = asyncio.Event()
        job = jobs.begin("wait", "k", lambda _: never.wait())
        first, second = jobs.follow(job.id), jobs.follow(job.id)
        await anext(first)
        await anext(second)
        await first.aclose()
        await asyncio.sleep(0.3)
        return job.state

    assert run(work) == "queued"


def test_a_job_tells_how_far_it_is_and_what_it_came_to():
    async def work(jobs, pool):
        job = jobs.begin("double", "k", lambda desk: desk.all(double, [(k,) for k in range(4)]))
        said = await ended(jobs, job.id)
        return job, said

    job, said = run(work)
    assert job.result == [0, 2, 4, 6]
    assert said[-1] == ("done", 4, 4)
    assert {name for name, _, _ in said[:-1]} == {"progress"}
    assert [done for _, done, _ in said] == sorted(done for _, done, _ in said)


def test_the_same_job_is_done_once_and_a_failed_one_again():
    async def work(jobs, pool):
        first = jobs.begin("double", "k", lambda desk: desk.run(double, 1))
        assert jobs.begin("double", "k", lambda desk: desk.run(double, 1)) is first
        await ended(jobs, first.id)
        failed = jobs.begin("refuse", "f", lambda desk: desk.all(refuse, [(7,)]))
        await ended(jobs, failed.id)
        assert (failed.state, failed.error["message"]) == ("failed", "no 7")
        return jobs.begin("refuse", "f", lambda desk: desk.run(double, 1)) is failed

    assert run(work) is False


def test_our_own_mistakes_are_told_without_details(caplog):
    async def work(jobs, pool):
        job = jobs.begin("broken", "k", lambda desk: desk.run(broken, 1))
        await ended(jobs, job.id)
        return job

    job = run(work)
    assert job.error["kind"] == "Error"
    assert "secret" not in job.error["message"]
    assert "secret detail" in caplog.text


def test_a_job_that_is_cancelled_stops_and_its_place_is_free():
    async def work(jobs, pool):
        slow = jobs.begin("slow", "s", lambda desk: desk.all(time.sleep, [(0.01,)] * 500))
        next_one = jobs.begin("double", "d", lambda desk: desk.run(double, 3))
        with pytest.raises(RequestError, match="Too many jobs"):
            jobs.begin("double", "e", lambda desk: desk.run(double, 3))
        await asyncio.sleep(0.05)
        jobs.cancel(slow.id)
        said = await ended(jobs, slow.id)
        await ended(jobs, next_one.id)
        return slow, said, next_one

    slow, said, next_one = run(work)
    assert said[-1][0] == slow.state == "cancelled"
    assert slow.done < 500
    assert next_one.result == 6


def test_stages_are_counted_at_once_and_shown_one_by_one():
    async def work(jobs, pool):
        async def staged(desk):
            found = []
            async for known in desk.stages([(double, [(1,), (2,)]), (double, []), (abs, [(-3,)])]):
                found.append(known)
                desk.show(list(found))
            return found

        job = jobs.begin("staged", "k", staged)
        said = [told async for _, told in jobs.follow(job.id)]
        return job, said

    job, said = run(work)
    assert job.result == [[2, 4], [], [3]]
    assert {told["total"] for told in said if told["state"] == "running" and told["done"]} == {3}
    assert said[-1]["parts"] == 3


def test_jobs_take_turns_between_their_stages():
    order = []

    async def work(jobs, pool):
        def staged(name):
            async def inside(desk):
                for _ in range(2):
                    await desk.run(order.append, name)

            return inside

        made = [jobs.begin("staged", name, staged(name)) for name in ("a", "b")]
        for job in made:
            await ended(jobs, job.id)
        return [job.state for job in made]

    assert run(work) == ["done", "done"]
    assert order == ["a", "b", "a", "b"]


def counted(steps: int, pause: float, tally) -> int:
    for k in range(steps):
        time.sleep(pause)
        tally(k)
    return steps


def test_steps_of_one_piece_are_counted_while_it_is_computed():
    async def work(jobs, pool):
        job = jobs.begin("counted", "k", lambda desk: desk.run_with_tally(counted, 5, 0.12, steps=5))
        said = await ended(jobs, job.id)
        return job, said

    job, said = run(work)
    assert job.result == 5
    assert said[-1] == ("done", 5, 5)
    assert len({done for _, done, _ in said}) > 2


def test_a_piece_whose_job_is_cancelled_ends_at_its_next_step():
    async def work(jobs, pool):
        began = time.perf_counter()
        job = jobs.begin("counted", "k", lambda desk: desk.run_with_tally(counted, 2000, 0.02, steps=2000))
        await asyncio.sleep(0.2)
        jobs.cancel(job.id)
        after = jobs.begin("double", "d", lambda desk: desk.run(double, 3))
        await ended(jobs, after.id)
        return job.state, after.result, time.perf_counter() - began

    state, result, seconds = run(work)
    assert (state, result) == ("cancelled", 6)
    assert seconds < 20  # of the 40 that all steps take


def test_jobs_that_ended_long_ago_are_forgotten():
    async def work(jobs, pool):
        made = []
        for k in range(4):
            made.append(jobs.begin("double", str(k), lambda desk: desk.run(double, 1)))
            await ended(jobs, made[-1].id)
        jobs.begin("double", "last", lambda desk: desk.run(double, 1))
        with pytest.raises(UnknownNameError, match="ended long ago"):
            jobs[made[0].id]
        return jobs[made[-1].id].state

    assert run(work) == "done"


def test_the_pool_computes_the_same_thing_once_and_keeps_the_latest():
    computed = []

    def noted(x):
        computed.append(x)
        time.sleep(0.02)
        return x

    async def work(jobs, pool):
        twice = await asyncio.gather(pool.answer("a", noted, 1), pool.answer("a", noted, 1))
        for k in range(5):
            await pool.answer(f"k{k}", noted, k)
        await pool.answer("a", noted, 1)
        return twice

    assert run(work) == [1, 1]
    assert computed == [1, 0, 1, 2, 3, 4, 1]


def test_a_job_that_waits_says_what_is_before_it():
    line: dict[str, Job] = {}
    for name, state, done, total in (("a", "done", 9, 9), ("b", "running", 3, 39), ("c", "queued", 0, 0)):
        line[name] = Job(name, "pathway", name, state=state, done=done, total=total, line=line)
    line["d"] = Job("d", "roadmap", "d", line=line)
    assert line["d"].describe_progress()["ahead"] == {"jobs": 2, "done": 3, "total": 39}
    assert line["c"].describe_progress()["ahead"] == {"jobs": 1, "done": 3, "total": 39}
    assert "ahead" not in line["b"].describe_progress()
