"""What may be asked of a model besides the messages, for all conversations or for one."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict, replace


class Parameters(Struct, frozen=True):
    """None in any field: a conversation's then means "as in the settings", the settings' "as the server likes"."""

    system_prompt: str | None = None
    temperature: float | None = None  # 0 to 2
    top_p: float | None = None  # 0 to 1
    max_tokens: int | None = None
    stream: bool | None = None  # None: yes

    def over(self, base: Parameters) -> Parameters:
        """Return these parameters with each gap filled from `base`."""
        return replace(base, **{name: value for name, value in asdict(self).items() if value is not None})


def ignored_by(model: str) -> frozenset[str]:
    """Return the names of the parameters that `model` ignores, so that they are shown as unused and not sent.

    DeepSeek's documentation: the reasoner takes temperature, top_p and the penalties without effect.
    """
    name = model.rsplit("/", 1)[-1].lower()
    if name.startswith(("deepseek-reasoner", "deepseek-r1")):
        return frozenset({"temperature", "top_p"})
    return frozenset()
