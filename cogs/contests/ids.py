"""The custom_ids of contests' buttons, menus and modals. None of them reveals an entry's maker."""

from cogs.buttons import ButtonId

FEATURE = "contest"


def join_id(contest_id: int) -> ButtonId:
    """Opens the form that makes a picture for a contest."""
    return ButtonId(FEATURE, "join", 1, contest_id)


def make_id(contest_id: int) -> ButtonId:
    """The form itself."""
    return ButtonId(FEATURE, "make", 1, contest_id)


def rules_id(contest_id: int) -> ButtonId:
    """In every contest's message, so that it can be found again."""
    return ButtonId(FEATURE, "rules", 1, contest_id)


def offer_id(generation_id: int) -> ButtonId:
    """Enters a picture, or asks which contest."""
    return ButtonId(FEATURE, "offer", 1, generation_id)


def into_id(generation_id: int) -> ButtonId:
    """The menu that asks which contest."""
    return ButtonId(FEATURE, "into", 1, generation_id)


def leave_id(generation_id: int, contest_id: int) -> ButtonId:
    """Withdraws an entry."""
    return ButtonId(FEATURE, "leave", 1, generation_id, str(contest_id))


def vote_id(contest_id: int) -> ButtonId:
    """Opens the gallery."""
    return ButtonId(FEATURE, "vote", 1, contest_id)


def turn_id(contest_id: int, position: int, step: str) -> ButtonId:
    """Goes to a page of the gallery. `step` distinguishes buttons that lead to the same page."""
    return ButtonId(FEATURE, "turn", 1, contest_id, f"{position}.{step}")


def pick_id(contest_id: int, position: int, number: int) -> ButtonId:
    return ButtonId(FEATURE, "pick", 1, contest_id, f"{position}.{number}")


def unpick_id(contest_id: int, position: int, number: int) -> ButtonId:
    return ButtonId(FEATURE, "unpick", 1, contest_id, f"{position}.{number}")


def jump_id(contest_id: int) -> ButtonId:
    """The menu of entries. Its values are entry numbers."""
    return ButtonId(FEATURE, "jump", 1, contest_id)


def sheet_id(contest_id: int, sheet: int, step: str) -> ButtonId:
    """A contact sheet in the gallery."""
    return ButtonId(FEATURE, "sheet", 1, contest_id, f"{sheet}.{step}")


def place_id(contest_id: int, key: int) -> ButtonId:
    """Shows members the results of their own entries. `key` is that of the results message."""
    return ButtonId(FEATURE, "place", 1, contest_id, str(key))


def create_id(draft_id: int) -> ButtonId:
    return ButtonId(FEATURE, "create", 1, draft_id)


def more_id(draft_id: int) -> ButtonId:
    """The menu of all settings."""
    return ButtonId(FEATURE, "more", 1, draft_id)


def group_id(draft_id: int) -> ButtonId:
    """The menu of topics, each with a form."""
    return ButtonId(FEATURE, "group", 1, draft_id)


def fill_id(draft_id: int) -> ButtonId:
    """The form itself."""
    return ButtonId(FEATURE, "fill", 1, draft_id)


def discard_id(draft_id: int) -> ButtonId:
    return ButtonId(FEATURE, "discard", 1, draft_id)


def numbers_of(button: ButtonId) -> tuple[int, ...]:
    """The numbers in a button's query."""
    return tuple(int(part) for part in button.query.split(".") if part.isdecimal())
