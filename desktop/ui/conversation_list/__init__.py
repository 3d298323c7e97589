"""The sidebar: conversations grouped by date, and the way to new ones."""
