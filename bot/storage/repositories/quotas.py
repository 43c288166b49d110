"""All moderators' changes to budgets, as one port."""

from bot.storage.repositories.guild_policy import GuildPolicyRepository
from bot.storage.repositories.member_policy import MemberPolicyRepository
from bot.storage.repositories.refunds import RefundRepository
from bot.storage.repositories.undo import UndoRepository


class QuotaRepository(MemberPolicyRepository, GuildPolicyRepository, RefundRepository, UndoRepository):
    """See `bot.budgets.quotas.Quotas`."""
