"""What is kept: one SQLite file with conversations, the reply journal and accounts. No window, no network.

`Database.open` gives the file; `Conversations`, `Listing`, `Folders`, `Messages`, `Journal`, `Accounts`, `Positions`,
`Trash` and `Search` each speak for a part of it. `Stores` joins it with a second one, in memory alone, for temporary
conversations. They raise `desktop.errors.StoreError` and `NotKnown`, never an error of SQLite or of the operating
system. The words themselves stand in `parts`, apart from `messages`; `migrations/v1.py` says why.

What keeps it all safe works on a connection of its own, on whichever thread calls it, and is told to stop and tells how
far it is through a `control.Control`: `backup.back_up` and `Backups` (verified copies), `restore.preview` and `restore`
(a backup merged by the rules of `merge_rules`), `checking.quick_check`, and `salvage.recover` (everything readable of a
damaged file, page by page).
"""
