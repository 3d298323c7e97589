"""Pieces of dialogs and windows. They know the palette and the style sheet, and nothing of the program."""
