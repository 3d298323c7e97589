"""What the operating system offers: places for files, the keyring, one program at a time."""
