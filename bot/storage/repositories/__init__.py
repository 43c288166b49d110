"""The store's repositories: one module per aggregate, with its SQL and its transactions together.

    generations   generation_rows, holds, settlement     from an order to a delivered picture
    quotas        guild_policy, member_policy, refunds   what moderators set and change
    budgets, books, reports, exports                     what members, moderators and the bot's owner read
    role_grants, audit, outbox, operator, privacy, meta  one table or two each
    accounts, ledger, grants, policy_snapshot            shared by those that move tokens

They're written once for every database (see `bot.storage.database`).
"""
