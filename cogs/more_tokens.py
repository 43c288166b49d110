"""The button that asks moderators for more tokens. `cogs.moderation` handles it."""

from cogs.buttons import ButtonId, EaselButton
from cogs.texts import Texts


def ask_id() -> ButtonId:
    return ButtonId("pic", "ask", 1, 0)


def ask_button(texts: Texts) -> EaselButton:
    """For below `OverBudget` and `NoAllowance`, on servers with a staff channel."""
    return EaselButton.of(ask_id(), texts("moderation-ask-label"))
