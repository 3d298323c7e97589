"""The composition root of the window: makes everything, wires it, ends it. The only place that knows everyone."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from functools import cached_property
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop import api, controllers, ui
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.demo import DemoController
from desktop.controllers.folders import FoldersController
from desktop.controllers.mishaps import Mishaps
from desktop.controllers.neighbours import Neighbours
from desktop.controllers.order import OrderController
from desktop.controllers.presets import GATEWAY, known_prices
from desktop.controllers.replies import RepliesController
from desktop.controllers.trash import TrashController
from desktop.controllers.undo import UndoStack
from desktop.errors import DatabaseDamaged, SettingsDamaged, TeahouseError
from desktop.jobs import Collector, JobContext, JobRunner
from desktop.settings import Settings
from desktop.store.accounts import Accounts
from desktop.store.database import Database
from desktop.store.stores import Stores
from desktop.store.trash import Trash
from desktop.system.keys import Keys
from desktop.system.logs import start_logging
from desktop.system.paths import Profile, resources_folder
from desktop.system.single_instance import OtherWindowShown, SingleInstance
from desktop.system.vault import Vault
from desktop.ui import dialogs, transcript
from desktop.ui.conversation_pane import ConversationPane
from desktop.ui.explain import explain
from desktop.ui.icons import app_icon
from desktop.ui.language import Language
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Appearance

log = logging.getLogger(__name__)

_PATIENCE = 0.05  # seconds that the window waits for another program which is writing; what waits is tried again
_ICON_DELAY = 100  # ms; the desktop asks for it in eight sizes, and the window is seen without
_SAFETY_DELAY = 5_000  # ms after the start, when nobody waits for the window any more
_QUIT_LIMIT = 1.5  # seconds that threads get to end; a quit takes less than 2


class Application(QObject):
    """Everything of one running window. `quit()` ends it; what must be kept is in the store by then."""

    def __init__(self, qt: QApplication, profile: Profile) -> None:
        super().__init__()
        self._qt = qt
        self._resources = resources_folder()
        profile.prepare()
        self.profile = profile
        self._single = SingleInstance(profile.data, self)
        if not self._single.take():
            raise OtherWindowShown
        self._ended = self._warm = False
        self.all_threads_ended = True
        self.settings = Settings(profile.settings)
        self._language = Language(self.settings, qt, self._resources, self)
        self.jobs = JobRunner(self)
        self._collector = Collector(self)
        self._keys = Keys.from_environment(Vault())
        self._log_handlers = start_logging(profile.logs, to_stderr=True, secrets=self._keys.held)
        self._mishaps = Mishaps(self)
        with ExitStack() as undo:  # of what a recovery of the database must find nobody at
            undo.callback(self._give_up)
            self.database = self._open_database()
            undo.callback(self.database.close)
            self._build_controllers()
            self._build_window()
            self._connect()
            self._open()
            undo.pop_all()

    def quit(self) -> None:
        """Keep what is not kept yet and end everything that runs, within 2 s. May be called more than once."""
        if self._ended:
            return
        self._ended = True
        with ExitStack() as steps:  # from the last one here to the first, each whatever happens to those before it
            steps.callback(self._qt.quit)
            steps.callback(self._end_logging)
            steps.callback(self._single.release)
            steps.callback(self.stores.close)
            steps.callback(self._end_threads)
            steps.callback(self.demo.stop)
            steps.callback(self.replies.end_all)
            steps.callback(self.pane.leave)
            steps.callback(self._mishaps.stop)
            steps.callback(self._safety_timer.stop)
            steps.callback(self.trash.stop)
            steps.callback(self.neighbours.stop)
            steps.callback(self._collector.stop)

    def _end_threads(self) -> None:
        self.all_threads_ended = self.jobs.shutdown(_QUIT_LIMIT)

    def _give_up(self) -> None:
        """Let go of everything: there will be no window."""
        self._ended = True
        self._mishaps.stop()
        self._single.release()
        self._end_logging()
        for child in self.children():
            child.deleteLater()

    def _end_logging(self) -> None:
        for handler in self._log_handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()

    # Made when they are asked for first, which in most starts is late or never.

    @cached_property
    def titles(self) -> controllers.TitlesController:
        return controllers.TitlesController(self.conversations, self.accounts, self.settings, self.jobs, self)

    @cached_property
    def dialogs(self) -> dialogs.Dialogs:
        return dialogs.Dialogs(
            self.window,
            conversations=self.conversations,
            accounts=self.accounts,
            order=self.order,
            folders=self.folders,
            trash=self.trash,
            exports=controllers.ExportsController(self.conversations, self),
            imports=self._make_imports(),
            demo=self.demo,
            settings=self.settings,
            safety=self.safety,
            profile=self.profile,
            resources=self._resources,
        )

    def _make_imports(self) -> controllers.ImportsController:
        imports = controllers.ImportsController(self.database.path, self.jobs, self)
        imports.changed.connect(self.neighbours.look)
        return imports

    @cached_property
    def safety(self) -> controllers.SafetyController:
        safety = controllers.SafetyController(self.database.path, self.settings, self.jobs, self)
        safety.restored.connect(lambda _: self._on_restored())
        safety.backup_failed.connect(self.window.show_error)
        safety.damaged.connect(self._on_damage)
        return safety

    def _open_database(self) -> Database:
        """Raises `DatabaseDamaged` where damage was found the last time too, so that it is offered to recover it."""
        if self.settings.switch("recovery_wanted"):
            raise DatabaseDamaged(path=str(self.profile.database), detail="found while Teahouse was running")
        return Database.open(self.profile.database)

    def _build_controllers(self) -> None:
        self.stores = Stores(self.database, _PATIENCE)
        self.stores.kept.journal.recover_if_possible()
        undo = UndoStack()
        self.accounts = AccountsController(Accounts(self.database), self._keys, self.jobs, self)
        self.conversations = ConversationsController(self.stores, self.settings, self)
        self.order = OrderController(self.conversations, self.stores, undo, self)
        self.folders = FoldersController(self.conversations, self.stores, undo, self.settings, self)
        self.replies = RepliesController(self.conversations, self.accounts, self.stores, self.jobs, parent=self)
        self.trash = TrashController(Trash(self.database), self.settings, self)
        self.neighbours = Neighbours(self.database, self)
        self._safety_timer = QTimer(self, singleShot=True, interval=_SAFETY_DELAY)
        self.demo = DemoController(self.accounts, lambda: known_prices(GATEWAY, self._resources), self)

    def _build_window(self) -> None:
        self.appearance = Appearance(self.settings, self._qt, self._resources, self)
        self.pane = ConversationPane(
            self.conversations,
            self.accounts,
            self.replies,
            self.stores,
            appearance=self.appearance,
            make_transcript=self._make_transcript,
        )
        self.window = MainWindow(
            self.conversations,
            self.accounts,
            self.replies,
            order=self.order,
            folders=self.folders,
            settings=self.settings,
            appearance=self.appearance,
            pane=self.pane,
            make_searching=lambda: controllers.SearchingController(self.database.path, self.jobs, self),
        )
        self.appearance.dress()

    def _connect(self) -> None:
        # Lambdas for what is made when it is asked for first, and not here.
        self.replies.ended.connect(lambda message: self.titles.consider(message))  # noqa: PLW0108
        self.pane.composer.draft_changed.connect(lambda _: self._warm_up())
        self.window.closing.connect(self.quit)
        self.window.settings_requested.connect(lambda page: self.dialogs.open_settings(page))  # noqa: PLW0108
        self.window.account_requested.connect(lambda kind: self.dialogs.open_account(kind))  # noqa: PLW0108
        self.window.export_requested.connect(lambda conversation: self.dialogs.open_export(conversation))  # noqa: PLW0108
        self.window.import_requested.connect(lambda: self.dialogs.open_import())  # noqa: PLW0108
        self.window.folder_requested.connect(lambda folder_id: self.dialogs.open_folder_dialog(folder_id))  # noqa: PLW0108
        self.window.about_requested.connect(lambda: self.dialogs.open_about())  # noqa: PLW0108
        self._qt.aboutToQuit.connect(self.quit)
        self.neighbours.changed.connect(self._on_neighbours)
        self._qt.applicationStateChanged.connect(lambda _: self.neighbours.look())
        self._safety_timer.timeout.connect(lambda: self.safety.begin())  # noqa: PLW0108
        self._single.asked_to_show.connect(lambda _: self.window.raise_to_front())
        self.settings.on_change(self._on_setting)
        self.settings.on_failure(lambda error: self._mishaps.take_unsaved_settings(self.settings.path, error))
        self._mishaps.happened.connect(self.window.show_error)
        self._mishaps.damage_seen.connect(lambda error: self.safety.note_damage(error))  # noqa: PLW0108
        self._mishaps.interrupted.connect(self.quit)
        self._mishaps.listen()

    @Slot()
    def _on_neighbours(self) -> None:
        self.conversations.refresh_all()
        self.folders.refresh()

    def _on_restored(self) -> None:
        self.neighbours.look()
        self.pane.reload()

    def _on_damage(self, error: TeahouseError) -> None:
        """What is there can still be read; nothing more is written into a damaged file."""
        self.database.refuse_changes(str(error.detail))
        self.window.show_error(error)

    def _on_setting(self, name: str) -> None:
        if name == "enter_sends":
            self.pane.composer.set_enter_sends(self.settings.text(name) == "enter")

    def _make_transcript(self) -> transcript.TranscriptView:
        view = transcript.TranscriptView(
            self.appearance.theme,
            self._text_size(),
            explain,
            jobs=self.jobs,
            fetch_image=_fetch_image,
        )
        view.link_activated.connect(lambda address: ui.open_address(address))  # noqa: PLW0108 - loaded when it is used
        self.appearance.changed.connect(view.set_theme)

        def follow(name: str) -> None:
            if name == "text_size":
                view.set_text_size(self._text_size())
            elif name == "stop_at_first_screen":
                view.stops_at_first_screen = self.settings.switch(name)
            elif name in ("wrap_code", "number_code"):
                switch = self.settings.switch
                view.set_code_looks(transcript.CodeLooks(wrap=switch("wrap_code"), numbers=switch("number_code")))

        self.settings.on_change(follow)
        follow("stop_at_first_screen")
        follow("wrap_code")
        return view

    def _open(self) -> None:
        """Show what was on the screen last time, and say what went wrong since."""
        self._on_setting("enter_sends")
        self.conversations.open_last()
        damage = self.settings.damage
        if damage is not None:
            self.window.show_error(SettingsDamaged(kept_as=str(damage.kept_as or ""), detail=damage.detail))

    def _text_size(self) -> int:
        return int(self.settings.number("text_size") or 15)

    def settle(self) -> None:
        """For when the window stands: what has been made so far is here to stay, and what can wait begins."""
        self._collector.start()
        QTimer.singleShot(_ICON_DELAY, self, lambda: self._qt.setWindowIcon(app_icon(self._resources)))
        self._safety_timer.start()

    def _warm_up(self) -> None:
        """Load what the first message will need, while it is being typed: the start is quicker and lighter without."""
        if not self._warm:
            self._warm = True
            self.jobs.start(lambda _: [import_module("desktop.api.chat"), import_module("desktop.render.incremental")])


def _fetch_image(address: str, context: JobContext) -> bytes:
    return api.fetch_image(address, context)  # looked up in the job: what it needs is loaded with the first image
