"""What a member reads when Easel itself is broken."""


def bug(reference: str) -> str:
    """`reference` is what the operator looks for in the log."""
    return (
        "Something in me broke, and it was not your doing. If tokens were held for this, you get them back. "
        f"Should it happen again, give the people who run this bot this number: `{reference}`."
    )
