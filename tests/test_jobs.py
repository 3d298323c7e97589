from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from desktop.errors import BugFound, RateLimited, TeahouseError, VaultSilent
from desktop.jobs import Job, JobContext, JobRunner, bounded


@pytest.fixture
def runner(qtbot: QtBot) -> JobRunner:
    return JobRunner()


class Heard:
    """All that a job says, and on which thread it was heard."""

    def __init__(self, job: Job) -> None:
        self.said: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        # Lambdas on purpose: on a signal that a worker emitted they would run on the worker.
        job.emitted.connect(lambda events: [self._note("emitted", event) for event in events])
        job.succeeded.connect(lambda result: self._note("succeeded", result))
        job.failed.connect(lambda error: self._note("failed", error))
        job.cancelled.connect(lambda: self._note("cancelled", None))

    def _note(self, kind: str, value: object) -> None:
        self.said.append((kind, value))
        self.threads.add(QThread.currentThread())


def test_events_come_in_order_and_on_the_ui_thread(runner: JobRunner, qtbot: QtBot) -> None:
    def work(context: JobContext) -> str:
        for number in range(100):
            context.emit(number)
        return "done"

    job = runner.start(work)
    heard = Heard(job)
    qtbot.waitUntil(lambda: job.over)
    assert heard.said == [("emitted", number) for number in range(100)] + [("succeeded", "done")]
    application = QCoreApplication.instance()
    assert application is not None
    assert heard.threads == {application.thread()}


def test_a_flood_is_delivered_whole_and_in_turns(runner: JobRunner, qtbot: QtBot) -> None:
    def work(context: JobContext) -> None:
        for number in range(5_000):
            context.emit(number)

    job = runner.start(work)
    heard = Heard(job)
    batches: list[int] = []
    job.emitted.connect(lambda events: batches.append(len(events)))
    qtbot.waitUntil(lambda: job.over)
    assert heard.said == [("emitted", number) for number in range(5_000)] + [("succeeded", None)]
    assert max(batches) <= 500


def test_an_error_of_ours_arrives_as_it_is(runner: JobRunner, qtbot: QtBot) -> None:
    def work(_: JobContext) -> None:
        raise RateLimited(status=429)

    job = runner.start(work)
    heard = Heard(job)
    qtbot.waitUntil(lambda: job.over)
    [(kind, error)] = heard.said
    assert kind == "failed"
    assert isinstance(error, RateLimited)


def test_any_other_error_is_a_bug_and_is_logged(
    runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    job = runner.start(lambda _: 1 // 0)
    heard = Heard(job)
    qtbot.waitUntil(lambda: job.over)
    [(kind, error)] = heard.said
    assert kind == "failed"
    assert isinstance(error, BugFound)
    assert "ZeroDivisionError" in str(error)
    assert "ZeroDivisionError" in caplog.text


def test_cancelling_is_immediate_wakes_the_work_and_drops_what_is_late(runner: JobRunner, qtbot: QtBot) -> None:
    started, woken = threading.Event(), threading.Event()

    def work(context: JobContext) -> None:
        context.on_cancel(woken.set)
        started.set()
        woken.wait(10)
        context.emit("late")

    job = runner.start(work)
    heard = Heard(job)
    qtbot.waitUntil(started.is_set)
    job.cancel()
    assert heard.said == [("cancelled", None)]
    job.cancel()
    assert runner.shutdown(5)
    QCoreApplication.processEvents()
    assert heard.said == [("cancelled", None)]


def test_a_waker_that_comes_too_late_is_called_at_once() -> None:
    context = JobContext(lambda _: None)
    context.cancel()
    woken: list[bool] = []
    context.on_cancel(lambda: woken.append(True))
    assert woken == [True]
    assert context.wait(10)


def test_a_runner_that_goes_at_once_leaves_nothing_behind(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.start(lambda _: None)
    assert runner.shutdown(5)
    del runner
    qtbot.wait(1)  # events for what is gone would be delivered now


def test_jobs_leave_the_runner_when_they_end(runner: JobRunner, qtbot: QtBot) -> None:
    jobs = [runner.start(lambda _: None) for _ in range(20)]
    qtbot.waitUntil(lambda: all(job.over for job in jobs) and not runner._jobs)


def test_shutdown_tells_when_a_thread_hangs(runner: JobRunner, qtbot: QtBot) -> None:
    started, release = threading.Event(), threading.Event()

    def work(_: JobContext) -> None:
        started.set()
        release.wait(10)

    runner.start(work)
    qtbot.waitUntil(started.is_set)
    assert not runner.shutdown(0.05)
    release.set()
    assert runner.shutdown(5)


def test_a_bounded_call_returns_raises_or_gives_up() -> None:
    def never() -> None:
        raise LookupError("no")

    release = threading.Event()
    silent = lambda: VaultSilent(seconds=0.05)  # noqa: E731
    assert bounded(lambda: 7, 5, silent) == 7
    with pytest.raises(LookupError):
        bounded(never, 5, silent)
    before = time.monotonic()
    with pytest.raises(TeahouseError):
        bounded(lambda: release.wait(10), 0.05, silent)
    assert time.monotonic() - before < 5
    release.set()
