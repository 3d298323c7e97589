"""The doctor: examines an account's connection step by step, and says what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import api
from desktop.controllers.accounts import AccountsController
from desktop.controllers.checkup import probed_model
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.jobs import Job
from desktop.model.account import Account
from desktop.ui import findings
from desktop.ui.explain import explain
from desktop.ui.widgets.rows import Card, Note, stand_above

_SIZE = QSize(600, 560)


class DoctorDialog(QDialog):
    """Begins at once. A short answer is asked for at the end, which costs next to nothing."""

    def __init__(self, accounts: AccountsController, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._account = account
        self._job: Job | None = None
        self.steps: list[api.Step] = []
        self.card = Card(self)
        self.note = Note(self)
        self.copy_button, self.run_button, self.close_button = (QPushButton(self) for _ in range(3))
        for button in (self.copy_button, self.run_button, self.close_button):
            button.setAutoDefault(False)
        self.copy_button.setText(tr("Copy for support"))
        self.copy_button.setToolTip(tr("Copies these findings as text, without key and passwords."))
        self.close_button.setText(tr("Close"))
        self.copy_button.clicked.connect(self.copy)
        self.run_button.clicked.connect(self._run_or_stop)
        self.close_button.clicked.connect(self.close)
        self.setWindowTitle(tr("Connection of {name}", name=account.name))
        self._lay_out()
        self.resize(_SIZE)
        self.run_button.setFocus()
        self.run()

    @property
    def support_text(self) -> str:
        return findings.support_text(self._account, probed_model(self._account), self.steps)

    def run(self) -> None:
        """Examine the connection, from the beginning."""
        self.steps.clear()
        self.card.clear()
        self.card.hide()
        self.copy_button.setEnabled(False)
        self.run_button.setText(tr("Stop"))
        self.note.say(tr("Asking {host}…", host=self._account.host))
        job = self._job = self._accounts.diagnose(self._account)
        job.emitted.connect(self._show)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_stopped)

    @Slot()
    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.support_text)
        self.copy_button.setText(tr("Copied"))

    def hideEvent(self, event: QHideEvent) -> None:
        if self._job is not None and not event.spontaneous():
            self._job.cancel()
        super().hideEvent(event)

    @Slot()
    def _run_or_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.run()

    def _show(self, steps: list[api.Step]) -> None:
        for step in steps:
            self.steps.append(step)
            row = StepRow(step, self)
            self.card.add(row)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, row.accessibleName()))
        self.card.setVisible(bool(self.steps))

    def _on_done(self, _: object) -> None:
        failed = [step for step in self.steps if not step.ok]
        if failed:
            self._end(tr("Something is wrong: {step}.", step=findings.title(failed[0])), "danger")
        elif not probed_model(self._account):
            self._end(tr("The connection works. No model is chosen, so none was asked for an answer."), "good")
        else:
            self._end(tr("Everything works."), "good")

    def _on_failed(self, error: TeahouseError) -> None:
        self._end(explain(error).sentence, "danger")

    @Slot()
    def _on_stopped(self) -> None:
        self._end(tr("Stopped."))

    def _end(self, sentence: str, tone: str = "") -> None:
        self._job = None
        self.run_button.setText(tr("Run again"))
        self.copy_button.setText(tr("Copy for support"))
        self.copy_button.setEnabled(bool(self.steps))
        self.note.say(sentence, tone)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _lay_out(self) -> None:
        place = QLabel(self._account.base_url, self)
        place.setObjectName("quietNote")
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setWordWrap(True)
        inside = QWidget()
        inside.setObjectName("page")
        content = QVBoxLayout(inside)
        content.setContentsMargins(20, 16, 20, 12)
        content.setSpacing(12)
        content.addWidget(place)
        content.addWidget(self.card)
        content.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(self.run_button)
        foot.addWidget(self.close_button)
        stand_above(self, inside, self.note, foot)


class StepRow(QWidget):
    """What was looked at, whether it is well, what was found, and how long that took."""

    def __init__(self, step: api.Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = self._label("✓" if step.ok else "✗", "mark")
        mark.setProperty("tone", "" if step.ok else "danger")
        mark.setFixedWidth(20)
        time = self._label(findings.took(step) if step.seconds else "", "rowHelp")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label(findings.title(step), "rowTitle"))
        for text in (findings.sentence(step), findings.detail(step)):
            if text:
                label = self._label(text, "rowHelp")
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        verdict = tr("fine") if step.ok else tr("wrong")
        self.setAccessibleName(f"{findings.title(step)}, {verdict}: {findings.whole_sentence(step)}")

    def _label(self, text: str, name: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
