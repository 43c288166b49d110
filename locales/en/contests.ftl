### Prompt contests: the commands, the contest's message, the gallery, the results, and what hosts read.

## News that waits for the member's next command, and reports for the staff channel.

notice-member-prize = You won **{ $amount }** with entry { $number } in **{ $title }** (place { $place }). The tokens are in your budget. See { COMMAND("budget show") }.
notice-member-disqualified = Your entry { $number } in **{ $title }** was disqualified. Reason: “{ $reason }”
notice-contest-role =
    { $why ->
        [left] { $user } won **{ $title }** but has left the server, so I couldn't give them { $role }.
        [gone] I couldn't give { $user } the winner's role of **{ $title }** because the role was deleted.
        [kept] I couldn't take { $role } back from { $user }, who won **{ $title }** a while ago. I need Manage Roles and a role above it.
       *[forbidden] { $user } won **{ $title }**, but I can't give them { $role }. I need Manage Roles and a role above it.
    }

## Commands.

command-contest =
    .description = Prompt contests with anonymous votes
command-contest-create =
    .description = Prepare a contest. You see a preview first
    .option-title = What it's called
    .option-theme = What the pictures should show
    .option-entries_until = End of entries, like 3d or tomorrow 18:00
    .option-votes_until = End of voting, like 5d or Friday 20:00
    .option-opens = Start of entries (default now)
    .option-description = More about the contest
    .option-channel = Where it's announced (default here)
    .option-entries_per_member = Entries per member (default 1)
    .option-picks = Entries a voter can pick
    .option-prize_1 = Tokens for first place, like 500k
    .option-prize_2 = Tokens for second place
    .option-prize_3 = Tokens for third place
    .option-winner_role = Role for the winner
    .option-winner_role_for = How long the winner has it, like 7d
    .option-entrants_role = Role needed to enter
    .option-voters_role = Role needed to vote
    .option-min_days_in_server = Days on this server before it opens
    .option-anonymous = Hide makers until the end (default yes)
    .option-public_entries = Allow pictures posted in public
    .option-quorum = Ballots needed for prizes
    .option-ties = What happens to a tie
    .option-cooldown = Past contests whose winners take no place
    .option-pool = Tokens that pay for entries
    .option-pool_per_member = Most of the pool for one member
    .option-host_may_take_part = Let hosts enter and vote
command-contest-list =
    .description = See this server's contests
command-contest-show =
    .description = See a contest
    .option-contest = { -option-contest }
command-contest-enter =
    .description = Enter one of your pictures
    .option-picture = Your picture
    .option-contest = { -option-contest }
command-contest-withdraw =
    .description = Take back an entry before voting
    .option-contest = { -option-contest }
command-contest-vote =
    .description = Look at the entries and pick the best
    .option-contest = { -option-contest }
command-contest-results =
    .description = See who won
    .option-contest = { -option-contest }
command-contest-record =
    .description = Download the record to check a result
    .option-contest = { -option-contest }
command-contest-extend =
    .description = Give the current phase more time
    .option-until = New end, like 2d or Sunday 18:00
    .option-contest = { -option-contest }
command-contest-close =
    .description = End the current phase now
    .option-contest = { -option-contest }
command-contest-cancel =
    .description = Cancel a contest. Nothing is paid
    .option-reason = Why (everyone can read it)
    .option-contest = { -option-contest }
command-contest-disqualify =
    .description = Disqualify an entry
    .option-entry = Number of the entry
    .option-reason = Why (everyone reads it at the end)
    .option-contest = { -option-contest }
    .option-move_up = After the end, let others move up
command-contest-edit =
    .description = Change a running contest
    .option-description = New description
    .option-channel = New channel
    .option-prize_1 = Higher first prize
    .option-prize_2 = Higher second prize
    .option-prize_3 = Higher third prize
    .option-contest = { -option-contest }
command-contest-hosts =
    .description = Choose a role that can host contests
    .option-role = Role (empty for Manage Server only)

-option-contest = Which contest

menu-enter-in-contest = Enter in contest

choice-ties-share = Share the place and its prizes
choice-ties-draw = Decide by the draw

## The contest's message.

contest-enter-label = Enter
contest-vote-label = Vote
contest-rules-label = Rules
contest-phase =
    { $phase ->
        [announced] Entries open { $at } ({ $in }).
        [open] **Entries are open** until { $at } ({ $in }).
        [voting] **Voting is open** until { $at } ({ $in }).
        [closed] **This contest is over.** It ended { $at }.
       *[cancelled] **This contest was cancelled** { $at }. Nothing was paid.
    }
contest-theme = Theme: **{ $theme }**
contest-entries-count =
    { $entries ->
        [0] No entries yet
        [one] { $entries } entry
       *[other] { $entries } entries
    }
contest-prize = Prize for place { $place }: **{ $prize }**
contest-cancel-reason = Reason: “{ $reason }”
contest-commitment = Proof of a fair draw: `{ $hash }`
contest-missing-post = I can't post in { $channel }. Give me { $permissions } there. Otherwise the results go to the staff channel.
contest-missing-pin = I can't pin the message in { $channel }. Give me **Pin Messages** there, or pin it yourself.
contest-missing-role = I can't give { $role }. Give me **Manage Roles** and put my role above it, or give it yourself.

## The rules.

contest-rule-times = Entries open { $opens } and close { $entries }. Voting ends { $votes }.
contest-rule-entries =
    { $count ->
        [one] Each member can enter { $count } picture that I made for them here after entries opened.
       *[other] Each member can enter { $count } pictures that I made for them here after entries opened.
    }
contest-rule-anonymous =
    { $anonymous ->
        [true]
            { $public ->
                [true] Makers and prompts stay secret until the end. Pictures that were posted in public can enter.
               *[false] Makers and prompts stay secret until the end. Only pictures made in private can enter.
            }
       *[false] Everyone can see who made which entry.
    }
contest-rule-voters =
    { $joined ->
        [any] To vote, your account has to be { $age } days old.
       *[other] To vote, your account has to be { $age } days old, and you need to have joined this server before { $joined }.
    }
contest-rule-entrants-role = To enter you need { $role }.
contest-rule-voters-role = To vote you need { $role }.
contest-rule-picks =
    { $known ->
        [true]
            { $picks ->
                [one] Each voter can pick { $picks } entry, never their own. You can change your ballot until voting ends.
               *[other] Each voter can pick { $picks } entries, never their own. You can change your ballot until voting ends.
            }
       *[false] Each voter can pick 3 entries, or up to 5 if there are many, never their own. You can change your ballot until voting ends.
    }
contest-rule-quorum =
    { $awards ->
        [role]
            { $quorum ->
                [one] The winner gets the role if at least { $quorum } member votes.
               *[other] The winner gets the role if at least { $quorum } members vote.
            }
        [both]
            { $quorum ->
                [one] Prizes are paid and the role is given if at least { $quorum } member votes.
               *[other] Prizes are paid and the role is given if at least { $quorum } members vote.
            }
       *[prizes]
            { $quorum ->
                [one] Prizes are paid if at least { $quorum } member votes.
               *[other] Prizes are paid if at least { $quorum } members vote.
            }
    }
contest-rule-expiry = Prizes expire { $span } after the end.
contest-rule-ties =
    { $ties ->
        [share] Tied entries share the place and split its prizes.
       *[draw] The published draw decides ties.
    }
contest-rule-cooldown =
    { $contests ->
        [one] Winners of the last contest can enter but take no place.
       *[other] Winners of the last { $contests } contests can enter but take no place.
    }
contest-rule-pool =
    { $limited ->
        [true] A pool of { $pool } pays for pictures made with **Enter**, up to { $limit } for each member.
       *[false] A pool of { $pool } pays for pictures made with **Enter**.
    }
contest-rule-winner-role =
    { $limited ->
        [true] The winner gets { $role } for { $span }.
       *[false] The winner gets { $role }.
    }
contest-rule-hosts =
    { $can ->
        [true] Hosts: { $hosts }. They can take part, but win no tokens.
       *[false] Hosts: { $hosts }. They can't take part.
    }
contest-rule-proof = Anyone can check the result with { COMMAND("contest record") }. Its draws come from a seed whose SHA-256 is `{ $hash }`.
contest-nobody = nobody
contest-span =
    { $unit ->
        [days]
            { $count ->
                [one] { $count } day
               *[other] { $count } days
            }
        [hours]
            { $count ->
                [one] { $count } hour
               *[other] { $count } hours
            }
       *[minutes]
            { $count ->
                [one] { $count } minute
               *[other] { $count } minutes
            }
    }

## Lists and choices.

contest-list-title = ### Contests on this server
contest-list-empty = There are no contests on this server yet. Members with Manage Server can start one with { COMMAND("contest create") }.
contest-list-line =
    { $phase ->
        [announced] - **{ $title }** opens { $when }.
        [open] - **{ $title }** takes entries until { $when } ({ contest-entries-count }).
        [voting] - **{ $title }** is being voted on until { $when } ({ contest-entries-count }).
        [closed] - **{ $title }** ended { $when } ({ contest-entries-count }).
       *[cancelled] - **{ $title }** was cancelled { $when }.
    }
contest-choice =
    { $phase ->
        [announced] { $title } (not open yet)
        [open] { $title } (entries open)
        [voting] { $title } (voting)
        [closed] { $title } (over)
       *[cancelled] { $title } (cancelled)
    }
contest-suggest-choice = { $typed } is { $meaning }
contest-entry-choice = Entry { $number }
contest-picture-choice =
    { $unit ->
        [minutes] { $count } min ago: { $prompt }
        [hours] { $count } h ago: { $prompt }
       *[days] { $count } days ago: { $prompt }
    }

## Preparing a contest.

contest-preview = ### Preview of { $title }
    Nothing is created yet. Check the times, then press **{ contest-create-label }**.
contest-create-label = Create
contest-more-label = More…
contest-discard-label = Discard
contest-line = **{ $setting }**: { $value }
contest-value-none =
    { $setting ->
        [picks] 3, or up to 5 with many entries
        [quorum] 5 ballots, or 2 for each prize if that's more
       *[other] none
    }
contest-value-flag =
    { $value ->
        [true] yes
        [yes] yes
       *[false] no
    }
contest-value-number = { $number }
contest-amount = { $tokens } ({ $pictures }, { $dollars })
contest-topics-placeholder = What do you want to change?
contest-group-texts-title = Texts and channel
contest-group-times-title = Times
contest-group-prizes-title = Prizes
contest-group-voting-title = Entries and votes
contest-group-members-title = Who can take part
contest-group-anonymity-title = Secrecy
contest-group-extras-title = Pool and winner's role
contest-setting-title-field = Title
contest-setting-theme-field = Theme
contest-setting-description-field = Description
contest-setting-channel-field = Channel
contest-setting-opens-field = Entries open
contest-setting-entries_until-field = Entries close
contest-setting-votes_until-field = Voting ends
contest-setting-prize_1-field = First prize (tokens)
contest-setting-prize_2-field = Second prize (tokens)
contest-setting-prize_3-field = Third prize (tokens)
contest-setting-prizes_expire-field = Prizes expire after (like 30d)
contest-setting-quorum-field = Ballots needed for prizes
contest-setting-entries_per_member-field = Entries per member
contest-setting-picks-field = Picks per voter
contest-setting-ties-field = Ties
contest-setting-cooldown-field = Cooldown for winners (contests)
contest-setting-anonymous-field = Makers secret until the end
contest-setting-entrants_role-field = Role needed to enter
contest-setting-voters_role-field = Role needed to vote
contest-setting-min_days_in_server-field = Days on the server before opening
contest-setting-min_account_days-field = Minimum account age to vote (days)
contest-setting-joined_before_opening-field = Voters joined before entries opened
contest-setting-host_may_take_part-field = Hosts can take part
contest-setting-public_entries-field = Pictures posted in public can enter
contest-setting-pool-field = Pool that pays for entries (tokens)
contest-setting-pool_per_member-field = Pool limit per member (tokens)
contest-setting-winner_role-field = Winner's role
contest-setting-winner_role_for-field = Winner's role for (like 7d)
contest-setting-until-field = New end
contest-setting-prizes-field = Prizes
contest-setting-reason-field = Reason
contest-created = **{ $title }** is created. I'm posting its message in { $channel }.
contest-discarded = Discarded. Nothing was created.

## Entering.

contest-enter-title = Enter the contest
contest-enter-about =
    { $pool ->
        [true] Theme: { $theme }. Only you will see the picture. The contest's pool pays for it, and your budget once the pool is used up.
       *[false] Theme: { $theme }. Only you will see the picture. It's paid from your budget.
    }
contest-prompt-field = Prompt
contest-size-field = Size
contest-offer-label = Enter in contest
contest-which = Which contest do you want to enter?
contest-which-placeholder = Choose a contest
contest-entered =
    { $out ->
        [true] Your picture is in **{ $title }**, out of competition because you won recently. It takes no place. You can withdraw it until { $until }.
       *[false] Your picture is in **{ $title }**. You can withdraw it until { $until }.
    }
contest-withdraw-label = Withdraw
contest-withdraw-nth-label = Withdraw { $number }
contest-withdraw-which = Which entry do you want to withdraw?
contest-withdrawn = Your entry in **{ $title }** is withdrawn. You can enter another picture while entries are open.

## Voting.

contest-page =
    { $limit ->
        [one] **Entry { $number }** · { $position } of { $entries } · { $used } of { $limit } pick used
       *[other] **Entry { $number }** · { $position } of { $entries } · { $used } of { $limit } picks used
    }
contest-page-own = This is your own entry. You can't pick it.
contest-page-maker = Made by { $user }.
contest-page-disqualified = This entry is disqualified. Reason: “{ $reason }”
contest-page-receipt = You can change your picks until { $until }. Your receipt is `{ $receipt }`. Only you know it, and with it you'll find your ballot in the record.
contest-previous-label = Previous
contest-next-label = Next
contest-pick-label = Pick
contest-unpick-label = Unpick
contest-sheet-label = All entries
contest-one-label = One at a time
contest-sheet = **{ $title }** · entries, sheet { $sheet } of { $sheets }
contest-jump-placeholder = Jump to an entry
contest-jump-choice =
    { $picked ->
        [true] Entry { $number } ✓
       *[false] Entry { $number }
    }
contest-entry-alt = Entry { $number }

## Results.

contest-results-title =
    { $changed ->
        [true] Changed results of { $title }
       *[false] Results of { $title }
    }
contest-results-empty = Nobody entered, so there was nothing to vote on.
contest-results-turnout =
    { $ballots ->
        [one] { $ballots } ballot counted, { $voters } looked at the { $entries } entries.
       *[other] { $ballots } ballots counted, { $voters } looked at the { $entries } entries.
    }
contest-results-quorum =
    { $awards ->
        [prizes]
            { $ballots ->
                [one] Prizes needed { $quorum } ballots, and there was { $ballots }. So no prizes were paid.
               *[other] Prizes needed { $quorum } ballots, and there were { $ballots }. So no prizes were paid.
            }
        [role]
            { $ballots ->
                [one] The winner's role needed { $quorum } ballots, and there was { $ballots }. So nobody gets it.
               *[other] The winner's role needed { $quorum } ballots, and there were { $ballots }. So nobody gets it.
            }
        [both]
            { $ballots ->
                [one] Prizes and the winner's role needed { $quorum } ballots, and there was { $ballots }. So no prizes were paid and nobody gets the role.
               *[other] Prizes and the winner's role needed { $quorum } ballots, and there were { $ballots }. So no prizes were paid and nobody gets the role.
            }
       *[none]
            { $ballots ->
                [one] There was only { $ballots } ballot. { $quorum } were needed for a winner.
               *[other] There were only { $ballots } ballots. { $quorum } were needed for a winner.
            }
    }
contest-results-proof = Check the result with { COMMAND("contest record") }. Proof: `{ $hash }`
contest-results-more =
    { $count ->
        [one] And { $count } more entry. See your own with the button below.
       *[other] And { $count } more entries. See your own with the button below.
    }
contest-votes =
    { $votes ->
        [one] { $votes } vote
       *[other] { $votes } votes
    }
contest-standing =
    { $state ->
        [placed] **{ $place }.** Entry { $number } by { $maker } · { contest-votes }
        [disqualified] Entry { $number } by { $maker } · { contest-votes } · disqualified
        [out] Entry { $number } by { $maker } · { contest-votes } · out of competition
       *[none] Entry { $number } by { $maker } · { contest-votes }
    }
contest-standing-prize = · wins **{ $prize }**
contest-standing-withheld = · hosts win no tokens
contest-standing-reason = · “{ $reason }”
contest-place-label = My place
contest-place-none = You had no entry in this contest.
contest-record = This is the record of the contest. Check it with `python verify_contest.py { $file }`. The script is in Easel's `docs` folder.

## What hosts do.

contest-extended = **{ $title }** has more time. { $phase ->
        [announced] Entries open { $until }, and voting ends { $votes }.
        [open] Entries close { $until }, and voting ends { $votes }.
       *[voting] Voting ends { $until }.
    }
contest-moved =
    { $phase ->
        [open] Entries for **{ $title }** are open now.
        [voting] Voting on **{ $title }** is open now.
        [closed] **{ $title }** is over. I'll post the results in a moment.
       *[cancelled] **{ $title }** was cancelled.
    }
contest-cancelled = **{ $title }** is cancelled. Nothing is paid, and nothing is revealed.
contest-edited = **{ $title }** is changed. Its message will update in a moment.
contest-disqualified =
    Entry { $number } of **{ $title }** is disqualified. { $after ->
        [true]
            { $moved ->
                [true] Its place is annulled and the others move up.
               *[false] Its place is annulled. Nobody moves up.
            }
       *[false] It takes no place. Its maker reads the reason.
    }{ $prize ->
        [taken] { " " }I took back { $taken } that weren't spent.
        [spent] { " " }Its prize is spent, so there's nothing to take back.
       *[none] { "" }
    }
contest-hosts-set =
    { $has_role ->
        [true] Members with { $role } can host contests now, besides those with Manage Server.
       *[false] Only members with Manage Server can host contests now.
    }

## The audit log.

choice-kind-contest_created = Contest created
choice-kind-contest_moved = Contest moved on
choice-kind-contest_extended = Contest extended
choice-kind-contest_edited = Contest changed
choice-kind-contest_cancelled = Contest cancelled
choice-kind-contest_disqualified = Entry disqualified
choice-kind-contest_paid = Prize paid
choice-kind-contest_hosts_role = Hosts' role changed
contest-audit-created = created the contest **{ $title }**. Entries { $opens } to { $entries }, votes until { $votes }.
contest-audit-moved =
    { $phase ->
        [open] opened entries for contest { $contest }
        [voting] opened voting on contest { $contest }
        [closed] closed contest { $contest }
       *[cancelled] cancelled contest { $contest }
    }{ $clock ->
        [true] { " " }(by the clock)
       *[false] { "" }
    }
contest-audit-extended = extended contest { $contest } from { $old } to { $new }
contest-audit-edited = changed contest { $contest }: { $changes }
contest-audit-change =
    { $name ->
        [channel_id] channel { $value }
        [prizes] prizes { $value }
       *[description]
            { $empty ->
                [true] no description
               *[false] description “{ $value }”
            }
    }
contest-audit-cancelled = cancelled contest { $contest }
contest-audit-disqualified =
    disqualified entry { $number } of contest { $contest }{ $after ->
        [true]
            { $moved ->
                [true] { " " }after the end, and let the others move up
               *[false] { " " }after the end
            }
       *[false] { "" }
    }{ $has_taken ->
        [true] . { $taken } taken back
       *[false] { "" }
    }
contest-audit-paid = paid { $user } { $amount } for place { $place } in contest { $contest } (entry { $number })
contest-audit-hosts-role =
    { $has_role ->
        [true] let members with { $role } host contests
       *[false] took contests back to members with Manage Server
    }

## What members and hosts are refused. The IDs are the names of the errors' classes.

error-invalid-contest-setting = **{ $setting }** can't be that. { $range ->
        [both] Choose from { $least } to { $most }.
        [least] Choose { $least } or more.
        [most] Choose { $most } or less.
       *[none] Choose something else.
    } { -unchanged }
error-text-too-long = **{ $setting }** is { $length } characters long, and the limit is { $most }. { -unchanged }
error-text-missing = **{ $setting }** is empty. { -unchanged }
error-prize-gap = There's no prize for place { $place }, but one for a place after it. Set that one as well. { -unchanged }
error-depends-on = **{ $setting }** does nothing without **{ $other }**. Set both, or neither. { -unchanged }
error-deadlines-out-of-order = **{ $later }** ({ $later_at_ms }) has to come after **{ $earlier }** ({ $earlier_at_ms }). { -unchanged }
error-phase-too-short =
    { $phase ->
        [voting] Voting has to last at least a minute.
       *[open] Entries have to be open for at least a minute.
    } { -unchanged }
error-deadline-passed =
    { $setting ->
        [open] Entries closed { $at_ms }, so that was too late.
        [voting] Voting ended { $at_ms }, so that was too late.
        [announced] Entries opened { $at_ms }, so that was too late.
       *[other] { $at_ms } has already passed. Choose a later time.
    } { -unchanged }
error-not-host =
    { $has_role_id ->
        [true] Only members with Manage Server or { $role_id } can do that. { -unchanged }
       *[false] Only members with Manage Server can do that. { -unchanged }
    }
error-hosts-take-no-part = You host this contest, so you can't enter or vote. { -unchanged }
error-no-such-contest = There's no such contest here. See all contests with { COMMAND("contest list") }. { -unchanged }
error-several-contests = Which contest do you mean? There are { $list }. Choose one with the `contest` option. { -unchanged }
error-no-such-draft = This contest was already created or discarded. See it with { COMMAND("contest list") }. { -unchanged }
error-no-such-entry =
    { $has_number ->
        [true] There's no entry { $number }. { -unchanged }
       *[false] There's no entry. { -unchanged }
    }
error-wrong-phase =
    { $phase ->
        [closed] This contest is over.
        [cancelled] This contest was cancelled.
       *[other]
            { $needed ->
                [open]
                    { $phase ->
                        [announced] Entries aren't open yet. They open { $at_ms }.
                       *[other] Entries are closed.
                    }
                [voting] Voting isn't open yet. It opens { $at_ms }.
                [closed] This contest isn't over yet. Voting ends { $at_ms }.
               *[none]
                    { $phase ->
                        [announced] Entries aren't open yet.
                        [open] Entries are open now.
                       *[voting] Voting is open now.
                    }
            }
    } { -unchanged }
error-not-eligible = You can't take part in this contest. { -unchanged }
error-bots-take-no-part = Bots can't take part in contests. { -unchanged }
error-role-missing = You need { $role_id } for this. { -unchanged }
error-joined-too-late = Only members who joined this server before { $before_ms } can take part. { -unchanged }
error-account-too-young =
    { $days ->
        [one] To vote, your account has to be { $days } day old. You can vote { $old_enough_at_ms }.
       *[other] To vote, your account has to be { $days } days old. You can vote { $old_enough_at_ms }.
    } { -unchanged }
error-picture-not-eligible = That picture can't enter this contest. { -unchanged }
error-not-your-picture = You can only enter pictures that I made for you on this server. { -unchanged }
error-made-too-early = That picture was made before entries opened { $opened_at_ms }. Make a new one. { -unchanged }
error-made-in-public = Everyone saw who made that picture, and this contest is anonymous. Make one with **{ contest-enter-label }** on the contest's message, or with `private` in { COMMAND("imagine") }. { -unchanged }
error-already-entered = That picture is already in the contest. { -unchanged }
error-too-many-entries =
    { $limit ->
        [one] You can have { $limit } entry. Withdraw yours with { COMMAND("contest withdraw") } first. { -unchanged }
       *[other] You can have { $limit } entries. Withdraw one with { COMMAND("contest withdraw") } first. { -unchanged }
    }
error-contest-full = This contest has { $limit } entries, which is the most it can take. { -unchanged }
error-own-entry = You can't pick your own entry. { -unchanged }
error-entry-disqualified = That entry is disqualified. { -unchanged }
error-no-picks-left =
    { $limit ->
        [one] You've used your { $limit } pick. Unpick the other entry first. { -unchanged }
       *[other] You've used all { $limit } picks. Unpick another entry first. { -unchanged }
    }
error-took-part = You had an entry in this contest, so another host has to do that. { -unchanged }
error-only-up = **{ $setting }** can only go up in a running contest. It has to be { $least } or more. { -unchanged }
error-pool-empty = The contest's pool doesn't have enough tokens left for this picture. { -not-charged }
error-no-copy-left = I no longer have that picture. Make a new one. { -unchanged }
