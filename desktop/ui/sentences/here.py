"""What is said of the database, the keyring, files, and mistakes of our own."""

from __future__ import annotations

from desktop.i18n import mark
from desktop.ui.sentences.case import Case

STORE = {
    "StoreError": Case((mark("Your conversations could not be read or saved. Try again; the details say why."),)),
    "DatabaseNewer": Case(
        (mark("A newer Teahouse wrote these conversations. Update Teahouse to open them; nothing was changed."),)
    ),
    "DatabaseDamaged": Case(
        (
            mark(
                "The file with your conversations is damaged: {path}. Quit and start Teahouse again: it will offer to "
                "save everything that can still be read. “teahouse recover” does the same."
            ),
            mark(
                "The file with your conversations is damaged. Quit and start Teahouse again: it will offer to save "
                "everything that can still be read. “teahouse recover” does the same."
            ),
        )
    ),
    "DatabaseBusy": Case(
        (mark("Another program holds the file with your conversations. Close it there, then try again."),), ("retry",)
    ),
    "DiskFull": Case(
        (mark("The disk is full, so this could not be saved. Make some room, then try again."),), ("retry",)
    ),
    "PlaceReadOnly": Case(
        (
            mark("Teahouse may not write to {path}. Allow it, or start with another folder after --profile."),
            mark("Teahouse may not write to its folder. Allow it, or start with another folder after --profile."),
        )
    ),
    "BackupFailed": Case(
        (
            mark(
                "No backup could be written to {path}. Your conversations and older backups are as they were; make "
                "room there, or choose another folder in the settings under “Data”."
            ),
            mark(
                "No backup could be written. Your conversations and older backups are as they were; choose another "
                "folder in the settings under “Data”."
            ),
        )
    ),
    "BackupUnusable": Case(
        (
            mark(
                "{path} cannot be restored from: it is no backup of Teahouse, or it is damaged. Nothing was changed. "
                "Choose another file; “teahouse recover FILE” saves what can be read in a damaged one."
            ),
            mark("This file is no backup of Teahouse, or it is damaged. Nothing was changed. Choose another one."),
        )
    ),
}

VAULT = {
    "VaultError": Case(
        (mark("The key could not be read from the keyring, or not kept in it. Try again."),),
        ("retry", "open_settings"),
    ),
    "VaultMissing": Case(
        (
            mark(
                "No keyring answers on this computer, so a key can be kept for this run only. "
                "Start your system's keyring to keep it."
            ),
        ),
        ("open_settings",),
    ),
    "VaultLocked": Case((mark("The keyring is locked. Unlock it, then try again."),), ("retry", "open_settings")),
    "VaultSilent": Case(
        (
            mark(
                "The keyring did not answer within {seconds} s. It may be asking for its password in another window; "
                "answer there, then try again."
            ),
            mark(
                "The keyring did not answer. It may be asking for its password in another window; "
                "answer there, then try again."
            ),
        ),
        ("retry", "open_settings"),
    ),
    "VaultFailed": Case(
        (mark("The keyring refused. Try again, or keep the key for this run only."),), ("retry", "open_settings")
    ),
}

OTHER = {
    "SettingsDamaged": Case(
        (
            mark("The settings could not be read, so they are as on the first day. The old file is kept as {kept_as}."),
            mark("The settings could not be read, so they are as on the first day. Look through them once."),
        ),
        ("open_settings",),
    ),
    "ExportFailed": Case(
        (
            mark("{path} could not be written. Choose another folder, then export again."),
            mark("The export could not be written. Choose another folder, then export again."),
        )
    ),
    "ImportFailed": Case(
        (
            mark("{path} could not be read. Check the file, or export it once more, then import again."),
            mark("The file could not be read. Check it, or export it once more, then import again."),
        )
    ),
    "FileTooLarge": Case(
        (
            mark("{path} is too large to be read. Import it in parts, or without its pictures."),
            mark("The file is too large to be read. Import it in parts, or without its pictures."),
        )
    ),
    "FormatUnknown": Case(
        (
            mark(
                "{path} is a copy of {program}’s own database, which only {program} can read. Export the conversations "
                "there, and import what it writes."
            ),
            mark(
                "{path} has no conversations that Teahouse can read. It reads the exports of Teahouse, ChatGPT, "
                "DeepSeek, Claude, Open WebUI, LibreChat, Chatbox, Cherry Studio and Jan."
            ),
            mark("There are no conversations in this file that Teahouse can read. Choose another one."),
        )
    ),
    "ImageNotLoaded": Case((mark("The image could not be loaded from {host}. Check that you are online."),)),
    "ImageRefused": Case(
        (mark("The image was not loaded: {host} is in a private network, or sends on to another place."),)
    ),
    "ImageTooLarge": Case((mark("The image from {host} is too large to be shown here."),)),
    "ImageUnreadable": Case(
        (mark("What {host} sent is no image that can be shown here: PNG, JPEG, GIF, WebP or BMP."),)
    ),
    "NotKnown": Case((mark("That is not there any more. Look in the list or in the trash."),)),
    "NotKnown account": Case(
        (
            mark("There is no account “{name}”. Choose another one, or add it in the settings."),
            mark("There is no account yet. Add one in the settings."),
        ),
        ("open_settings",),
    ),
    "NotKnown conversation": Case(
        (
            mark("There is no conversation “{name}”. Look in the list or in the trash."),
            mark("This conversation is not there any more. Look in the list or in the trash."),
        )
    ),
    "BugFound": Case(
        (
            mark(
                "Something went wrong inside Teahouse itself. What you wrote is kept; try again, and please report the "
                "details if it happens once more."
            ),
        ),
        ("retry",),
    ),
    "TeahouseError": Case((mark("That did not work. Try again."),), ("retry",)),
}
