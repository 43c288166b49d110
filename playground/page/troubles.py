"""Problems of the image API in plain words. Each lasts until it's switched off."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.image_api import Fault, ImageApi

NO_TROUBLE = "none"


@dataclass(frozen=True, slots=True)
class Trouble:
    """`fault` happens to every request. Without one, the owner's account is empty."""

    id: str
    title: str
    description: str
    fault: Fault | None


TROUBLES = (
    Trouble(
        "prompts", "Prompts are rejected", "The safety filter rejects every prompt.", Fault.PROMPT_REFUSED
    ),
    Trouble("slow", "Pictures are slow", "Each picture takes 45 seconds.", Fault.SLOW),
    Trouble("down", "The image service is down", "Every request fails.", Fault.UNAVAILABLE),
    Trouble("credit", "The bot's owner is out of credit", "The account that pays is empty.", None),
)


class Troubles:
    """Switches between them. At most one is on."""

    def __init__(self, api: ImageApi) -> None:
        self._api = api
        self._saved_usd = 0.0
        self.current = NO_TROUBLE

    def switch(self, id_: str) -> None:
        """Turns this one on and any other off. Raises KeyError for an unknown one."""
        effects: dict[str, Callable[[], None]] = {NO_TROUBLE: lambda: None} | {
            trouble.id: self._empty_account if trouble.fault is None else self.keep_up for trouble in TROUBLES
        }
        effect = effects[id_]
        if id_ == self.current:
            return
        if self.current == "credit":
            self._api.balance_usd = self._saved_usd
        self.current = id_
        self._api.faults.rates = {}
        effect()

    def keep_up(self) -> None:
        """Applies the current one again after all faults were cleared."""
        fault = next((trouble.fault for trouble in TROUBLES if trouble.id == self.current), None)
        if fault is not None:
            self._api.faults.rates = {fault: 1.0}

    def _empty_account(self) -> None:
        self._saved_usd = self._api.balance_usd
        self._api.balance_usd = 0.0
