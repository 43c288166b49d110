"""Changes to one member's budget, each with the sentence that announces it."""

from dataclasses import dataclass

from bot.budgets.amounts import parse_allowance, parse_amount
from bot.budgets.budget import Budget
from bot.budgets.policy import Act, Member
from cogs.quota import texts as quota_texts
from cogs.quota.moderators import Interaction, Person, Said, act_of, member_of
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts

DEFAULT = {"default": "quota-suggest-default"}


@dataclass(frozen=True, slots=True)
class Request:
    """A moderator's request to change one member's budget."""

    who: Person
    member: Member
    act: Act
    texts: Texts


class MemberChanges:
    """Amounts and times are the typed text.

    Each method raises `InvalidAmount` or `InvalidMoment` for unreadable text, and what the method of `Quotas`
    with the same name raises.
    """

    def __init__(self, services: QuotaServices) -> None:
        self._services = services
        self._quotas = services.quotas

    def request(self, interaction: Interaction, person: Person, reason: str | None) -> Request:
        """Raises `MissingPermissions` for those who aren't moderators, and `BotsHaveNoBudget`."""
        act = act_of(interaction, reason, self._services.now_ms())
        return Request(person, member_of(interaction, person), act, private_texts(interaction))

    async def set_allowance(self, request: Request, allowance: str) -> Said:
        new = None if allowance.strip().lower() in DEFAULT else parse_allowance(allowance)
        old = await self._quotas.set_allowance(request.member, new, request.act)
        budget = await self._budget(request)
        return quota_texts.allowance_set(request.texts, request.who, old.result, new, budget), old.audit_id

    async def grant(self, request: Request, amount: str, expires: str | None) -> Said:
        tokens = parse_amount(amount, least=1)
        expires_at_ms = await self._services.moment(request.member.guild_id, expires)
        granted = await self._quotas.grant(request.member, tokens, expires_at_ms, request.act)
        budget = await self._budget(request)
        return quota_texts.granted(request.texts, request.who, granted.result, budget), granted.audit_id

    async def deduct(self, request: Request, amount: str) -> Said:
        asked = parse_amount(amount, least=1)
        taken = await self._quotas.deduct(request.member, asked, request.act)
        budget = await self._budget(request)
        return quota_texts.deducted(request.texts, request.who, asked, taken.result, budget), taken.audit_id

    async def reset(self, request: Request) -> Said:
        spent = await self._quotas.reset(request.member, request.act)
        budget = await self._budget(request)
        return quota_texts.reset(request.texts, request.who, spent.result, budget), spent.audit_id

    async def freeze(self, request: Request, until: str | None) -> Said:
        until_ms = await self._services.moment(request.member.guild_id, until)
        frozen = await self._quotas.freeze(request.member, until_ms, request.act)
        return quota_texts.frozen(request.texts, request.who, frozen.result), frozen.audit_id

    async def unfreeze(self, request: Request) -> Said:
        ended = await self._quotas.unfreeze(request.member, request.act)
        budget = await self._budget(request)
        return quota_texts.unfrozen(request.texts, request.who, ended.result, budget), ended.audit_id

    async def _budget(self, request: Request) -> Budget:
        return (await self._quotas.member(request.member, self._services.now_ms())).budget
