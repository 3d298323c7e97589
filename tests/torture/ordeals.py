"""Every way of being killed, by its name."""

from __future__ import annotations

from tests.torture.ordeal import Ordeal
from tests.torture.torture_importing import Importing
from tests.torture.torture_migrating import Migrating
from tests.torture.torture_operating import Operating
from tests.torture.torture_restoring import BackingUp, Restoring
from tests.torture.torture_streaming import Asking, Window

ORDEALS: dict[str, type[Ordeal]] = {
    ordeal.name: ordeal for ordeal in (Window, Asking, Migrating, Importing, Restoring, BackingUp, Operating)
}
