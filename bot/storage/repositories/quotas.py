"""Everything moderators do with budgets, as one port."""

from bot.storage.repositories.guild_policy import GuildPolicyRepository
from bot.storage.repositories.member_policy import MemberPolicyRepository
from bot.storage.repositories.refunds import RefundRepository


class QuotaRepository(MemberPolicyRepository, GuildPolicyRepository, RefundRepository):
    """See `bot.budgets.quotas.Quotas`."""
