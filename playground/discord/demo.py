"""The world of `python -m playground`: two servers with people in them."""

from playground.discord.administration import Administration
from playground.discord.permissions import Permissions

MODERATOR = Permissions.MANAGE_GUILD | Permissions.MANAGE_MESSAGES


def furnish(administration: Administration) -> None:
    """Adds "The Workshop" and "The Annex".

    hazel and juniper are members of the Workshop, rowan moderates it, alder owns it; hazel is in the Annex
    too, which linden owns: so that one can see how two servers share one queue.
    """
    hazel, juniper, rowan, alder, linden = (
        administration.add_user(name) for name in ("hazel", "juniper", "rowan", "alder", "linden")
    )
    workshop = administration.add_guild("The Workshop", alder)
    moderator = administration.add_role(workshop, "moderator", MODERATOR, color=0x2D7D9A)
    administrator = administration.add_role(
        workshop, "administrator", Permissions.ADMINISTRATOR, color=0xB5651D
    )
    administration.add_channel(workshop, "studio", topic="Ask for pictures here")
    administration.add_channel(workshop, "gallery", topic="The best of them")
    staff = administration.add_channel(workshop, "staff", topic="For moderators")
    administration.add_member(workshop, hazel)
    administration.add_member(workshop, juniper)
    administration.add_member(workshop, rowan, moderator)
    administration.set_roles(workshop, alder, administrator)
    everyone = workshop.roles[workshop.id]
    administration.set_permissions(staff, everyone, deny=Permissions.VIEW_CHANNEL)
    administration.set_permissions(staff, moderator, allow=Permissions.VIEW_CHANNEL)
    for role in workshop.roles.values():
        if role.bot_id:
            administration.set_permissions(staff, role, allow=Permissions.VIEW_CHANNEL)
    annex = administration.add_guild("The Annex", linden)
    administration.add_channel(annex, "studio", topic="Ask for pictures here")
    administration.add_member(annex, hazel)
