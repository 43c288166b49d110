"""The world of `python -m playground`: two servers with people in them.

Everything has a fixed date and so the same id each time. A bot's database still fits after a restart.
"""

from datetime import UTC, datetime, timedelta

from playground.discord.administration import Administration
from playground.discord.permissions import Permissions

MODERATOR = Permissions.MANAGE_GUILD | Permissions.MANAGE_MESSAGES
SINCE = datetime(2021, 3, 1, 12, tzinfo=UTC)
"""When the Workshop was created."""


def furnish(administration: Administration) -> None:
    """Adds "The Workshop" and "The Annex".

    hazel and juniper are members of the Workshop, rowan moderates it and alder owns it. hazel is also in the
    Annex, which linden owns, to show how two servers share one queue.
    """
    hazel, juniper, rowan, alder, linden = (
        administration.add_user(name, created_at=SINCE - timedelta(days=days))
        for name, days in (
            ("hazel", 900),
            ("juniper", 700),
            ("rowan", 1200),
            ("alder", 1500),
            ("linden", 1100),
        )
    )
    workshop = administration.add_guild("The Workshop", alder, created_at=SINCE)
    moderator = administration.add_role(workshop, "moderator", MODERATOR, color=0x2D7D9A, created_at=SINCE)
    administrator = administration.add_role(
        workshop, "administrator", Permissions.ADMINISTRATOR, color=0xB5651D, created_at=SINCE
    )
    administration.add_channel(workshop, "studio", topic="Ask for pictures here", created_at=SINCE)
    administration.add_channel(workshop, "gallery", topic="The best of them", created_at=SINCE)
    staff = administration.add_channel(workshop, "staff", topic="For moderators", created_at=SINCE)
    for days, user, *roles in ((30, hazel), (90, juniper), (1, rowan, moderator)):
        administration.add_member(workshop, user, *roles, joined_at=SINCE + timedelta(days=days))
    administration.set_roles(workshop, alder, administrator)
    everyone = workshop.roles[workshop.id]
    administration.set_permissions(staff, everyone, deny=Permissions.VIEW_CHANNEL)
    administration.set_permissions(staff, moderator, allow=Permissions.VIEW_CHANNEL)
    # The ids are an odd number of milliseconds apart, so with two shards each server is on a different one.
    opened = SINCE + timedelta(days=400, milliseconds=1)
    annex = administration.add_guild("The Annex", linden, created_at=opened)
    administration.add_channel(annex, "studio", topic="Ask for pictures here", created_at=opened)
    administration.add_member(annex, hazel, joined_at=opened + timedelta(days=2))
