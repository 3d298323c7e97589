"""One window per profile: a second start asks the first one to show itself, and goes."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop import APP_ID

log = logging.getLogger(__name__)

_WAIT = 1000  # milliseconds; the two programs are on one machine
_TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - given by the desktop to what the person has just started
_LONGEST_TOKEN = 512  # bytes


class SingleInstance(QObject):
    """Alive as long as the first window of a profile is; its socket dies with the process, however that ends."""

    asked_to_show = Signal(str)  # the second start's activation token, "" where the desktop gave none

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        """`profile` is the directory of its database."""
        super().__init__(parent)
        self._profile = profile
        self._name = f"{APP_ID}-{hashlib.sha256(os.fsencode(profile.resolve())).hexdigest()[:20]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)

    def take(self) -> bool:
        """Return True for the first; False where another one runs, which has then been asked to show its window.

        Call before anything of the profile is opened, and once. Where no socket can be made the program starts anyway.
        """
        # Two starts at the same moment take turns, so that neither clears away the other's socket as stale.
        turn = QLockFile(str(self._profile / "start.lock"))
        turn.setStaleLockTime(5 * _WAIT)
        has_turn = turn.tryLock(5 * _WAIT)
        try:
            if self._ask_other():
                return False
            self._listen()
            return True
        finally:
            if has_turn:
                turn.unlock()

    def release(self) -> None:
        """Let the next start be the first."""
        self._server.close()

    def _ask_other(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT):
            return False
        socket.write(os.environ.get(_TOKEN_VARIABLE, "").encode() + b"\n")
        socket.waitForBytesWritten(_WAIT)
        socket.disconnectFromServer()
        return True

    def _listen(self) -> None:
        if self._server.listen(self._name):
            return
        QLocalServer.removeServer(self._name)  # nobody answered there: a crash has left it
        if not self._server.listen(self._name):
            log.warning("A second start will not find this one: %s", self._server.errorString())

    @Slot()
    def _receive(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._tell(socket)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        assert isinstance(socket, QLocalSocket)
        if socket.canReadLine() or socket.bytesAvailable() > _LONGEST_TOKEN:
            self._tell(socket)

    def _tell(self, socket: QLocalSocket) -> None:
        line = bytes(socket.readLine(_LONGEST_TOKEN).data())
        self.asked_to_show.emit(line.decode("ascii", "replace").strip())
