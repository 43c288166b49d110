### /quota: how moderators decide who can spend how much.

command-quota =
    .description = Manage picture budgets

command-quota-member =
    .description = Manage one member's budget
command-quota-member-view =
    .description = See a member's budget, what they used and why
    .option-member = { -option-member }
command-quota-member-set =
    .description = Give a member a custom allowance or go back to the default
    .option-member = { -option-member }
    .option-allowance = Tokens per period, like 250k. Or “unlimited”, or “default” to remove the custom one
    .option-reason = { -option-reason }
command-quota-member-grant =
    .description = Give a member bonus tokens on top of their allowance
    .option-member = { -option-member }
    .option-amount = { -option-amount }
    .option-expires = When unused tokens expire, like 7d or 2026-12-31 (default never)
    .option-reason = { -option-reason }
command-quota-member-deduct =
    .description = Remove tokens from a member's budget
    .option-member = { -option-member }
    .option-amount = { -option-amount }
    .option-reason = { -option-reason }
command-quota-member-reset =
    .description = Reset what a member has used this period
    .option-member = { -option-member }
    .option-reason = { -option-reason }
command-quota-member-freeze =
    .description = Temporarily block a member from making pictures
    .option-member = { -option-member }
    .option-reason = Reason (shown to the member and in the audit log)
    .option-until = When the freeze ends, like 3d or 2026-12-31 (default until you unfreeze)
command-quota-member-unfreeze =
    .description = Let a member make pictures again
    .option-member = { -option-member }
    .option-reason = { -option-reason }

command-quota-role =
    .description = Manage allowances for roles
command-quota-role-set =
    .description = Set an allowance for a role. Members with several roles get the highest one
    .option-role = Role
    .option-allowance = Tokens per period, like 250k. Or 0, or “unlimited”
    .option-reason = { -option-reason }
command-quota-role-clear =
    .description = Remove a role's allowance
    .option-role = Role
    .option-reason = { -option-reason }
command-quota-role-list =
    .description = Show all roles with an allowance

command-quota-server =
    .description = Manage the server's settings
command-quota-server-view =
    .description = See the server's settings and usage
command-quota-server-set =
    .description = Change server settings (leave options empty to keep them)
    .option-allowance = Default tokens per member and period, like 250k. Or “unlimited”, or “default”
    .option-renews = When budgets reset
    .option-week_starts = First day of the week, for weekly budgets
    .option-time_zone = Time zone that days start in
    .option-rollover = How many unused tokens carry over to the next period (0 for none)
    .option-cap = Limit for all members together per period, or “none”
    .option-staff_channel = Channel for news about freezes, refunds and the server's limit
    .option-no_staff_channel = True to stop posting news for moderators
    .option-reason = { -option-reason }

command-quota-grant-role =
    .description = Bonus tokens for everyone with a role
command-quota-grant-role-make =
    .description = Give bonus tokens to everyone with a role, once each
    .option-role = Role
    .option-amount = Tokens for each member, like 250k or 1.5m
    .option-ends = Last time to claim them, like 7d or 2026-12-31
    .option-expires = When unused tokens expire, like 7d or 2026-12-31 (default never)
    .option-reason = { -option-reason }
command-quota-grant-role-list =
    .description = Show role grants and who claimed them
    .option-promise = Pick one to see who claimed it
command-quota-grant-role-revoke =
    .description = End a role grant. Members keep what they claimed
    .option-promise = Role grant to end
    .option-reason = { -option-reason }

command-quota-setup =
    .description = Show all server settings and change them on one card
command-quota-refund =
    .description = Refund a picture
    .option-picture = Link or ID of the picture's message
    .option-member = Show this member's latest pictures to choose from
    .option-reason = { -option-reason }
command-quota-audit =
    .description = See who changed what and why
    .option-member = Only changes to this member
    .option-moderator = Only changes by this moderator
    .option-kind = Only this kind of change
    .option-since = Only changes after this time, like 7d or 2026-01-31
    .option-until = Only changes before this time, like 7d or 2026-01-31
command-quota-report =
    .description = See the server's usage with a chart, top members and a table to download
    .option-days = How far to look back (default 30 days)

menu-refund-this-picture = Refund this picture

choice-cycle-day = Every day
choice-cycle-week = Every week
choice-cycle-month = Every month
choice-cycle-none = Never

choice-weekday-0 = Monday
choice-weekday-1 = Tuesday
choice-weekday-2 = Wednesday
choice-weekday-3 = Thursday
choice-weekday-4 = Friday
choice-weekday-5 = Saturday
choice-weekday-6 = Sunday

choice-days-7 = 7 days
choice-days-30 = 30 days
choice-days-90 = 90 days
choice-days-365 = 1 year

choice-kind-server_set = Server settings
choice-kind-role_set = Role allowances
choice-kind-role_cleared = Role allowances removed
choice-kind-member_set = Custom allowances
choice-kind-granted = Bonus tokens
choice-kind-deducted = Deductions
choice-kind-reset = Resets
choice-kind-frozen = Freezes
choice-kind-unfrozen = Unfreezes
choice-kind-refunded = Refunds
choice-kind-promise_made = Role grants
choice-kind-promise_revoked = Role grants ended
choice-kind-promise_claimed = Role grants claimed
choice-kind-operator_cap = Limits by the bot's owner
choice-kind-paused = Bot paused
choice-kind-resumed = Bot resumed
choice-kind-undone = Undone changes

## Words that several answers share

quota-reason = Reason: “{ $reason }”
quota-more = and { $count } more
quota-expires-never = never expires
quota-expires = expires { $when }
quota-default-allowance = default
quota-person-who-left = { $mention } ({ $name }, left the server)
quota-owner = The bot's owner

quota-button-undo = Undo
quota-button-newer = Newer
quota-button-older = Older
quota-button-more = More
quota-button-grant = Grant tokens
quota-button-freeze = Freeze
quota-button-thaw = Unfreeze
quota-button-reset = Reset usage
quota-button-default-allowance = { quota-setting-default_allowance }
quota-button-rollover = { quota-setting-rollover }
quota-button-cap = { quota-setting-cap }
quota-button-zone = { quota-setting-zone }

## One member

quota-member-title = **{ $who }'s budget**
quota-member-frozen = { $until ->
    [none] ❄️ Frozen { $since } by { $by }.
   *[other] ❄️ Frozen { $since } by { $by }, until { $until }.
}
quota-member-allowance = Allowance: **{ $amount }**, { $source ->
    [member] custom
    [role] from { $role }
    [server] server default
   *[other] bot default
}
quota-member-rolled-over = Includes { $amount } from last period
quota-member-used = Used: **{ $amount }**
quota-member-reserved = Reserved for pictures in progress: **{ $amount }**
quota-member-left = Left: **{ $amount }**
quota-member-resets = Resets { $when } ({ $date })
quota-member-never-resets = Never resets
quota-member-bonus = Bonus tokens (used first)
quota-member-claimable = Role grants they'll get with their next picture
quota-bonus = { $left } left of { $amount }, { $expiry }{ $source ->
    [promise] {" · role grant"}
    [refund] {" · refund"}
    [prize] {" · prize"}
    [contest] {" · from a contest's pool"}
   *[other] {""}
}
quota-bonus-by = { $bonus } · by { $by }
quota-bonus-reason = { $bonus } · “{ $reason }”

quota-allowance-set = { $who }'s allowance: { $old } → **{ $new }**. They now have { $left } left.
quota-granted = Gave { $who } **{ $amount }** as bonus tokens ({ $expiry }). They now have { $left } left.
quota-deducted = { $source ->
    [grants] Removed **{ $amount }** from { $who } (from bonus tokens).
    [allowance] Removed **{ $amount }** from { $who } (from their allowance).
   *[both] Removed **{ $amount }** from { $who } ({ $grants } from bonus tokens, { $allowance } from their allowance).
} { $all ->
    [true] That's everything they had left. You asked for { $asked }.
   *[other] They have { $left } left.
}
quota-reset = Reset { $who }'s usage this period: { $spent } → **0**. They now have { $left } left. Bonus tokens stay as they are.
quota-reset-nothing = { $who } hasn't used anything this period. Nothing was changed.
quota-frozen = { $until ->
    [none] Froze { $who }'s budget until you unfreeze it.
   *[other] Froze { $who }'s budget until { $until } ({ $in }).
} Pictures in progress will still be finished.
quota-frozen-reason = They'll see: “{ $reason }”
quota-unfrozen = { $who }'s budget is unfrozen. It was frozen { $since } by { $by }. They have { $left } left.

quota-modal-reason-field = Reason
quota-modal-amount-field = Amount
quota-modal-amount-field-hint = Like 250k or 1.5m
quota-modal-expires-field = Expires
quota-modal-expires-field-hint = Like 7d or 2026-12-31. Leave it empty for never.
quota-modal-until-field = Until
quota-modal-until-field-hint = Like 7d or 2026-12-31. Leave it empty to unfreeze it yourself.
quota-modal-grant-title = Grant tokens
quota-modal-grant-about = Bonus tokens for { $who }. They're used before the allowance.
quota-modal-freeze-title = Freeze a budget
quota-modal-freeze-about = { $who } can't make pictures until you unfreeze their budget. They'll see your reason.

## Undo

quota-undone = ↩️ { $by } undid this change: { $actor } { $what }

## Refunds

quota-refund-ask = { $who } gets **{ $amount }** back for { $picture }. The bot's owner covers the cost.
quota-refund-ask-which = Which picture do you want to refund? { $who } gets back what it cost, and the bot's owner covers that.
quota-refund-option = Picture { $number } ({ $amount })
quota-refund-picture = [“{ $prompt }”]({ $link }), { $when }
quota-refund-picture-unlinked = “{ $prompt }”, { $when }
quota-refund-picture-private = a private picture, { $when }
quota-refunded = Refunded **{ $amount }** to { $who } for { $picture }. The bot's owner covers the cost.
quota-refunded-as-bonus = { $all ->
    [true] The budget it was paid from has ended, so { $who } got it as bonus tokens that never expire.
   *[other] { $granted } of it came as bonus tokens that never expire, because the budget they were paid from has ended.
}
quota-refund-choice = { $amount }, { $ago }: { $prompt }
quota-refund-choice-private = private picture
quota-ago = { $unit ->
    [minutes] { $count } min ago
    [hours] { $count } h ago
   *[days] { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
}

## The server

quota-server-title = **Budgets on this server**
quota-server-changed = Changed these settings:
quota-server-unchanged = Those settings were already in place. Nothing was changed.
quota-server-period-note = Spending since the new period's start counts toward it.
quota-server-change = { $setting }: { $old } → **{ $new }**
quota-server-line = { $setting }: **{ $value }**
quota-setting-default_allowance = Default allowance
quota-setting-cycle = Budgets reset
quota-setting-week_starts_on = Week starts on
quota-setting-zone = Time zone
quota-setting-rollover = Rollover
quota-setting-cap = Server limit
quota-setting-staff_channel_id = Staff channel
quota-setting-default_allowance-hint = Tokens per member and period, like 250k. Or “unlimited”, or “default”.
quota-setting-rollover-hint = Unused tokens that carry over, like 63k. Or 0 for none.
quota-setting-cap-hint = For all members together per period, like 2m. Or “none”.
quota-setting-zone-hint = Like Europe/Berlin, Tokyo or UTC+2
quota-setup-option = { $setting }: { $value }
quota-setup-note = Changes take effect right away. Every change is in { COMMAND("quota audit") }.
quota-setup-channel-placeholder = Staff channel: none
quota-value-none = none
quota-value-no-channel = none
quota-value-off = off
quota-value-bot-default = bot default
quota-value-bot-default-amount = { $amount }, bot default
quota-value-up-to = up to { $amount }
quota-value-week = { $cycle }, on { $day }
quota-server-resets = { $value } ({ $zone }), next { $when }
quota-server-resets-never = { $value } ({ $zone })
quota-server-used = Used this period: **{ $amount }**
quota-server-used-reserved = Used this period: **{ $amount }**, with { $reserved } reserved for pictures in progress
quota-server-no-owner-limit = The bot's owner sets no limit for this server.
quota-server-owner-limit = The bot's owner lets this server use **{ $amount }** per calendar month (UTC). { $used } used so far.
quota-server-roles = { $count ->
    [0] No role has an allowance.
    [one] { $count } role has an allowance. See { COMMAND("quota role list") }.
   *[other] { $count } roles have an allowance. See { COMMAND("quota role list") }.
}
quota-server-channel-gone = ⚠️ The staff channel no longer exists. Pick another one with { COMMAND("quota server set") }.
quota-server-channel-closed = ⚠️ I can't post in { $channel } yet. Give me View Channel and Send Messages there.

## Roles

quota-roles-title = **Role allowances**
quota-roles-none = No role has an allowance, so everyone gets the server default. Set one with { COMMAND("quota role set") }.
quota-roles-note = Members with several of these roles get the highest one, even if the server default is higher.
quota-role-line = { $role }: **{ $amount }**
quota-role-set = { $role }'s allowance: { $old } → **{ $new }** per period. Members with several roles get the highest one.
quota-role-cleared = { $role }'s allowance: { $old } → **none**. Its members get what their other roles or the server give them.

## Role grants

quota-role-grant-terms = { $amount } for everyone with { $role }. Claim by { $until } ({ $expiry }).
quota-role-grant-made = Role grant #{ $number }: **{ $terms }** Members get it with their next picture. See who claimed it with { COMMAND("quota grant-role list") }.
quota-role-grant-revoked = { $claims ->
    [0] Ended role grant #{ $number } ({ $amount } for { $role }). Nobody had claimed it.
    [one] Ended role grant #{ $number } ({ $amount } for { $role }). { $claims } member claimed it and keeps the tokens.
   *[other] Ended role grant #{ $number } ({ $amount } for { $role }). { $claims } members claimed it and keep the tokens.
}
quota-role-grants-title = **Role grants**
quota-role-grants-none = There are no role grants. Make one with { COMMAND("quota grant-role make") }.
quota-role-grants-note = To see who claimed one, give its number to { COMMAND("quota grant-role list") }.
quota-role-grant-line = **#{ $number }** { $terms } { $claims ->
    [0] Not claimed yet
    [one] Claimed by { $claims } member
   *[other] Claimed by { $claims } members
} · by { $by }
quota-role-grant-title = **Role grant #{ $number }**
quota-role-grant-history = { $ended ->
    [none] Made { $made } by { $by }.
   *[other] Made { $made } by { $by }. Ended { $ended }.
}
quota-role-grant-claims = { $claims ->
    [0] Nobody has claimed it yet.
    [one] { $claims } member claimed it:
   *[other] { $claims } members claimed it:
}
quota-role-grant-claim = { $who }, { $when }
quota-role-grant-choice = #{ $number }: { $amount } for { $role }
quota-role-gone = a deleted role

## Audit log

quota-audit-title = **Audit log**
quota-audit-empty = Nothing has been changed yet.
quota-audit-no-match = No matching changes.
quota-audit-filter = Only { $filters }
quota-audit-filter-member = changes to { $who }
quota-audit-filter-moderator = changes by { $who }
quota-audit-filter-since = after { $when }
quota-audit-filter-until = before { $when }
quota-audit-line = { $when } · { $actor } { $what }
quota-audit-someone = someone
quota-audit-a-role = a role
quota-audit-server_set = changed { $changes }
quota-audit-server_set-own = changed { $changes } (this raised their own budget)
quota-audit-role_set = set { $role }'s allowance: { $old } → **{ $new }**
quota-audit-role_cleared = removed { $role }'s allowance of { $old }
quota-audit-member_set = set { $member }'s allowance: { $old } → **{ $new }**
quota-audit-granted = gave { $member } **{ $amount }** ({ $expiry })
quota-audit-deducted = removed **{ $amount }** from { $member }: { $old } → **{ $new }** left
quota-audit-reset = reset { $member }'s usage: { $old } → **0**
quota-audit-frozen = { $until ->
    [none] froze { $member }'s budget
   *[other] froze { $member }'s budget until { $until }
}
quota-audit-unfrozen = unfroze { $member }'s budget
quota-audit-refunded = refunded { $member } **{ $amount }** for picture { $picture }
quota-audit-promise_made = made role grant #{ $number }: **{ $amount }** for { $role }
quota-audit-promise_revoked = { $claims ->
    [one] ended role grant #{ $number } ({ $amount } for { $role }), claimed by { $claims } member
   *[other] ended role grant #{ $number } ({ $amount } for { $role }), claimed by { $claims } members
}
quota-audit-promise_claimed = claimed **{ $amount }** from role grant #{ $number } for { $role }
quota-audit-operator_cap = set this server's monthly limit: { $old } → **{ $new }**
quota-audit-paused = { $message ->
    [none] paused the bot
   *[other] paused the bot: “{ $message }”
}
quota-audit-undone = undid “{ $what }”
quota-audit-resumed = resumed the bot
quota-audit-no-limit = no limit

## Usage report

quota-report-totals = { $tokens ->
    [one] { $tokens } token
   *[other] { $tokens } tokens
} for { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
} by { $members ->
    [one] { $members } member
   *[other] { $members } members
}
quota-report-spender = { $place }. { $who } · { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
} · { amount-tokens }
quota-report-zone = Time zone: { $zone }. Refunds count on the day they were made.
quota-report-cut = { $missing ->
    [one] The table is as large as Discord allows. { $missing } later row is missing.
   *[other] The table is as large as Discord allows. { $missing } later rows are missing.
}
quota-report-span = { $first } – { $last }
quota-report-columns = { $step ->
    [week] Tokens per week
   *[day] Tokens per day
} · { $totals }
quota-report-bars = Top members by tokens
quota-report-nothing = Nothing was used in this period.
quota-report-deleted = (deleted)

## Suggestions while typing

quota-suggest-default = default
quota-suggest-bot-default = default (set by the bot's owner)
quota-suggest-no-cap = none (no limit)
quota-suggest-in = in { $span }: { $when }
quota-suggest-read = { $typed }: { $meaning }
quota-span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
quota-span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
