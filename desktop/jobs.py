"""Background work: the only place with threads.

A signal emitted on a worker runs plain callables (lambdas, partials, functions) on that worker. So a job's own signals
never are: what happens on the worker crosses by one private signal to a slot of an object that lives on the UI thread,
and the public signals are emitted from there. Connecting anything to them is safe.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import QMetaMethod, QObject, Qt, QThread, QTimer, Signal, Slot

from desktop.errors import BugFound, TeahouseError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_AT_ONCE = 500  # events that are delivered before the UI gets its turn again


class JobContext:
    """All that a piece of work sees of the outside world."""

    def __init__(self, emit: Callable[[object], None]) -> None:
        self.emit = emit
        self._cancelled = threading.Event()
        self._wakers: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def on_cancel(self, wake: Callable[[], None]) -> None:
        """Register a thread-safe call that unblocks the work, such as a socket's shutdown.

        Called at once where the work is cancelled already.
        """
        self._wakers.append(wake)
        if self.cancelled:
            wake()

    def wait(self, seconds: float) -> bool:
        """Wait for `seconds`; return True as soon as the work is cancelled."""
        return self._cancelled.wait(seconds)

    def cancel(self) -> None:
        self._cancelled.set()
        for wake in tuple(self._wakers):
            wake()


Work = Callable[[JobContext], object]


class Job(QObject):
    """One piece of work on a thread of its own. One of `succeeded`, `failed` and `cancelled` comes, and comes last.

    After `cancel()` nothing comes but `cancelled`, at once; what the worker still does is dropped.
    """

    emitted = Signal(list)  # events, in order: all that came since the last time
    succeeded = Signal(object)
    failed = Signal(TeahouseError)
    cancelled = Signal()
    _ended = Signal()  # for the runner: the last of the signals above has come

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._over = False
        self._worker = _Worker(work, self)
        self._worker.crossing.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def over(self) -> bool:
        """Whether the last signal has been emitted. The thread itself may still be on its way out."""
        return self._over

    def cancel(self) -> None:
        """End the job for everyone who listens, now. The worker is woken and ends by itself; nobody waits for it."""
        if self._over:
            return
        self._over = True
        self._worker.context.cancel()
        self.cancelled.emit()
        self._ended.emit()

    def release(self) -> None:
        """Let go of what is connected; nothing more will come.

        The last reference to this job's owner may be among it, and must not go while the job is being destroyed.
        """
        for signal in (self.emitted, self.succeeded, self.failed, self.cancelled):
            if self.isSignalConnected(QMetaMethod.fromSignal(signal)):
                signal.disconnect()

    @Slot()
    def _deliver(self) -> None:
        # One signal for many events: each emission lets go of the interpreter's lock, and has to wait for it again.
        events, end = self._worker.arrived()
        if events and not self._over:
            self.emitted.emit(events)
        if end is None or self._over:
            return
        self._over = True
        if isinstance(end, _Failed):
            self.failed.emit(end.error)
        else:
            self.succeeded.emit(end.result)
        self._ended.emit()


class _Succeeded(Struct, frozen=True):
    result: object


class _Failed(Struct, frozen=True):
    error: TeahouseError


class _Worker(QThread):
    """What it has to say waits in a queue; `crossing` says that there is something, once however much that is."""

    crossing = Signal()

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Work | None = work
        self._queue: deque[object] = deque()
        self._end: _Succeeded | _Failed | None = None
        self._told = False
        self.context = JobContext(self._say)

    def arrived(self) -> tuple[list[object], _Succeeded | _Failed | None]:
        """Take what has come so far, for the UI thread: events, and the end once all events before it were taken."""
        # Looked at in the reverse of the order in which the worker writes: what comes meanwhile is told of anew.
        self._told = False
        end = self._end
        events = [self._queue.popleft() for _ in range(min(_AT_ONCE, len(self._queue)))]
        if self._queue:
            self._tell()
            end = None
        return events, end

    def run(self) -> None:
        assert self._work is not None
        try:
            result = None if self.context.cancelled else self._work(self.context)
        except TeahouseError as error:
            self._finish(_Failed(error))
        except Exception as error:
            if not self.context.cancelled:  # a woken socket fails in many ways, none of them news
                log.exception("A job failed unexpectedly")
            bug = BugFound(detail=f"{type(error).__name__}: {error}")
            bug.__cause__ = error
            self._finish(_Failed(bug))
        else:
            self._finish(_Succeeded(result))
        finally:
            self._work = None  # what it closed over goes with the work, not with the thread object

    def _say(self, event: object) -> None:
        self._queue.append(event)
        if not self._told:
            self._tell()

    def _finish(self, end: _Succeeded | _Failed) -> None:
        self._end = end
        self._tell()

    def _tell(self) -> None:
        self._told = True
        self.crossing.emit()


class JobRunner(QObject):
    """Owns jobs until their threads have ended, so that none is collected while it runs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[QThread, Job] = {}

    def start(self, work: Work) -> Job:
        """Start `work` and return its job. Connect at once: its signals come when control is back in the event loop."""
        job = Job(work, self)
        worker = job._worker  # noqa: SLF001 - the job and its runner are one machine
        self._jobs[worker] = job
        # Queued: a job is not taken apart while it is still speaking.
        for done in (worker.finished, job._ended):  # noqa: SLF001
            done.connect(self._forget_ended, Qt.ConnectionType.QueuedConnection)
        worker.start()
        return job

    def shutdown(self, seconds: float) -> bool:
        """Cancel every job, give the threads `seconds` altogether to end; return whether all did.

        Where not (a blocked call that nothing can wake), the process must leave without destroying them: Qt aborts.
        """
        for job in self._jobs.values():
            job.cancel()
        waited_for = [worker for worker in self._jobs if worker.isRunning()]
        share = max(1, int(seconds * 1000 / max(1, len(waited_for))))
        ended = [worker.wait(share) for worker in waited_for]
        return all(ended)

    @Slot()
    def _forget_ended(self) -> None:
        """Let go of the jobs that have said their last word and whose threads have ended; either may come first."""
        for worker, job in tuple(self._jobs.items()):
            if job.over and worker.isFinished():
                worker.wait()  # it says so a moment before the thread is gone; a few microseconds
                del self._jobs[worker]
                job.release()
                job.deleteLater()


class Collector(QObject):
    """Keeps Python's cyclic garbage collection on the UI thread.

    Left alone it runs on whichever thread allocates next; a worker would then destroy Qt objects of the UI thread,
    which ends in a crash. Its cost is bounded by `gc.freeze()` after the start, and by looking at young objects mostly.
    """

    _INTERVAL = 1000  # milliseconds
    _FULL_EVERY = 60  # intervals

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        gc.disable()
        self._timer.start(self._INTERVAL)

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        gc.collect(1 if self._turn % self._FULL_EVERY else 2)
        if self._turn == 0:
            gc.freeze()
        self._turn += 1


def bounded(call: Callable[[], Result], seconds: float, silent: Callable[[], TeahouseError]) -> Result:
    """Return `call()`, or raise `silent()` when it has not returned after `seconds`; what it raises is raised here.

    For foreign calls that may block for ever and cannot be woken, such as a keyring that asks a question behind all
    windows. The call goes on by itself on a daemon thread. Blocks the caller: on the UI thread use a job around it.
    """
    outcome: list[Result] = []
    problem: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001 - re-raised below, on the caller's thread
            problem.append(error)

    thread = threading.Thread(target=run, daemon=True, name="bounded call")
    thread.start()
    thread.join(seconds)
    if problem:
        raise problem[0]
    if not outcome:
        raise silent()
    return outcome[0]
