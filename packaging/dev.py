"""The one door for everyone who works on Teahouse: `python3 packaging/dev.py` lists what it can do.

This file is written so that an old Python can still read it and say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the point is to be read by older ones
    sys.exit(
        "Teahouse needs Python 3.11 or newer, and this is Python %d.%d. "  # noqa: UP031
        "Install a newer one and start this command with it." % sys.version_info[:2]
    )

from commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
