"""One layout for each kind of block; `layout.BlockLayout` says what they have in common."""
