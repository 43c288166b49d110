"""How people and roles are named. Nobody is notified by it: Easel's messages mention nobody."""


def person(user_id: int) -> str:
    """As their client shows members; a negative id stands for somebody who had their data erased."""
    return "somebody whose data was erased" if user_id < 0 else f"<@{user_id}>"


def role(role_id: int) -> str:
    return f"<@&{role_id}>"
