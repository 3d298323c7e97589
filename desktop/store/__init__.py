"""What is kept: one SQLite file with conversations, the reply journal and accounts. No window, no network.

`Database.open` gives the file; `Conversations`, `Messages`, `Journal`, `Accounts`, `Positions` and `Search` each speak
for a part of it. They raise `desktop.errors.StoreError` and `NotKnown`, never an error of SQLite or of the operating
system. The words themselves stand in `parts`, apart from `messages`; `migrations/v1.py` says why.
"""
