"""The images of answers: words until a person asks for one, and forgotten when the program ends."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.errors import ImageNotLoaded, TeahouseError
from desktop.i18n import tr
from desktop.jobs import Job, JobContext, JobRunner
from desktop.render.links import is_remote_image, visible_host
from desktop.ui.transcript.notices import Explain
from desktop.ui.transcript.pictures import Picture, decode

Fetch = Callable[[str, JobContext], bytes]  # address → what is there; raises TeahouseErrors

_LIMIT = 20_000  # ms after which a server that holds the line is left
_MOST_FAILURES = 200  # that are remembered


class Progress(Enum):
    OFFERED = auto()
    LOADING = auto()
    FAILED = auto()
    LOADED = auto()


class Images(QObject):
    """Loads one image after the other, each only when `load` is called; without `jobs` and `fetch` none is offered.

    Keeps `limit` bytes of pixels; what was shown the longest ago goes first.
    """

    changed = Signal()  # an image looks different now

    def __init__(
        self, fetch: Fetch | None, jobs: JobRunner | None, explain: Explain, parent: QWidget, limit: int = 32_000_000
    ) -> None:
        super().__init__(parent)
        self.fetch = fetch
        self._jobs = jobs
        self._explain = explain
        self._screen = parent
        self._limit = limit
        self._loading: set[str] = set()
        self._loaded: OrderedDict[str, Picture] = OrderedDict()
        self._failed: OrderedDict[str, TeahouseError] = OrderedDict()

    def offers(self, address: str) -> bool:
        """Tell whether a person can ask for an image now."""
        is_possible = self.fetch is not None and self._jobs is not None and is_remote_image(address)
        return is_possible and self.progress(address) in {Progress.OFFERED, Progress.FAILED}

    def progress(self, address: str) -> Progress:
        if address in self._loaded:
            return Progress.LOADED
        if address in self._loading:
            return Progress.LOADING
        return Progress.FAILED if address in self._failed else Progress.OFFERED

    def picture(self, address: str) -> Picture | None:
        """Return an image that was loaded."""
        found = self._loaded.get(address)
        if found is not None:
            self._loaded.move_to_end(address)
        return found

    def note(self, address: str) -> str:
        """Return what is to be said of an image that is not seen: that it is being loaded, or why it could not be."""
        if address in self._loading:
            return tr("Loading…")
        error = self._failed.get(address)
        return self._explain(error.failure).sentence if error is not None else ""

    def label(self, address: str) -> str:
        """Return what the button says that loads an image; "" for none."""
        if not self.offers(address):
            return ""
        return tr("Try again") if address in self._failed else tr("Load once")

    def load(self, address: str) -> None:
        """Fetch an image and show it. To be called for a person's click, and for nothing else."""
        fetch, ratio, host = self.fetch, self._screen.devicePixelRatioF(), visible_host(address)
        if not self.offers(address) or fetch is None or self._jobs is None:
            return

        def work(context: JobContext) -> Picture:
            return decode(fetch(address, context), host, ratio)

        self._failed.pop(address, None)
        self._loading.add(address)
        job = self._jobs.start(work)
        QTimer.singleShot(_LIMIT, job, job.cancel)
        _Loading(address, job, self).ended.connect(self._on_ended)
        self.changed.emit()

    @Slot(str, object)
    def _on_ended(self, address: str, end: Picture | TeahouseError) -> None:
        self._loading.discard(address)
        if isinstance(end, Picture):
            self._loaded[address] = end
            while sum(each.image.sizeInBytes() for each in self._loaded.values()) > self._limit:
                self._loaded.popitem(last=False)
        else:
            self._failed[address] = end
            while len(self._failed) > _MOST_FAILURES:
                self._failed.popitem(last=False)
        self.changed.emit()


class _Loading(QObject):
    """Waits for the end of one image's job."""

    ended = Signal(str, object)  # address; a Picture, or the error

    def __init__(self, address: str, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self._address = address
        job.succeeded.connect(self._end)
        job.failed.connect(self._end)
        job.cancelled.connect(self._give_up)

    @Slot()
    def _give_up(self) -> None:
        self._end(ImageNotLoaded(host=visible_host(self._address)))

    def _end(self, end: Picture | TeahouseError) -> None:
        self.ended.emit(self._address, end)
        self.deleteLater()
