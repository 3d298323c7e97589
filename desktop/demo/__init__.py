"""The demo server: a gateway to DeepSeek on this machine, without a model and without a network.

It runs in a process of its own, for `teahouse --demo` and for the tests. Its answers are written in advance; its HTTP
is as real gateways send it, and each way in which they fail can be asked for by name (see `desktop.demo.scripts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.demo.process import DemoServer

__all__ = ["DemoServer"]

__getattr__ = on_first_use(__name__, {"DemoServer": "process"})
