### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Your picture budget on this server
command-budget-show =
    .description = See how many pictures you have left and when your budget resets
command-budget-history =
    .description = See your pictures on this server and what each one cost

budget-heading = **Your budget on this server**
budget-left =
    { $pictures ->
        [0] **Not enough left for a picture** ({ amount-tokens })
        [one] **About { $pictures } picture left** ({ amount-tokens })
       *[other] **About { $pictures } pictures left** ({ amount-tokens })
    }
budget-unlimited = **Unlimited pictures**
budget-frozen =
    ❄️ **A moderator froze your budget.**{ $has_reason ->
        [true] { " " }Reason: “{ $reason }”.
       *[false] { "" }
    }{ $has_end ->
        [true] { " " }The freeze ends { $ends }.
       *[false] { "" }
    }
budget-used =
    { $allowance ->
        [one] Used { $used } of { $allowance } token
       *[other] Used { $used } of { $allowance } tokens
    }
budget-used-without-limit = Used { amount-tokens }
budget-reserved =
    { $tokens ->
        [one] { $tokens } token is reserved for pictures in progress
       *[other] { $tokens } tokens are reserved for pictures in progress
    }
budget-resets = Resets { $resets } ({ $date })
budget-never-resets = Never resets
budget-source =
    { $source ->
        [member] -# Custom budget from a moderator
        [server] -# Default budget on this server
       *[operator] -# Default budget of this bot
    }
budget-source-role = -# Budget for { $role }
budget-rollover =
    { $tokens ->
        [one] -# Includes { $tokens } token carried over from last period
       *[other] -# Includes { $tokens } tokens carried over from last period
    }

budget-bonuses = **Bonus tokens** (used first)
budget-bonus =
    { $amount ->
        [one] - **{ $left }** of { $amount } token left
       *[other] - **{ $left }** of { $amount } tokens left
    }{ $held ->
        [0] { "" }
        [one] { " " }· { $held } reserved
       *[other] { " " }· { $held } reserved
    }{ $has_expiry ->
        [true] { " " }· expires { $expires }
       *[false] { "" }
    } · { $source ->
        [promise] for one of your roles
        [refund] refund
        [prize] prize
        [contest] from a contest's pool
       *[moderator] from a moderator
    }{ $has_reason ->
        [true] { " " }(“{ $reason }”)
       *[false] { "" }
    }
budget-promise =
    - **{ $amount }** with your next picture, until { $date } · for { $role }{ $has_reason ->
        [true] { " " }(“{ $reason }”)
       *[false] { "" }
    }
budget-more-bonuses =
    { $count ->
        [one] - and { $count } more
       *[other] - and { $count } more
    }

budget-history-heading = **Your pictures on this server**, newest first
budget-history-empty = You haven't made any pictures here yet. Try { COMMAND("imagine") }.
budget-history-end = There are no older pictures.
budget-history-picture =
    - { $picture }
    { "  " }{ $is_refunded ->
        [true] ~~{ amount-tokens }~~ refunded { $refunded }
       *[false] **{ amount-tokens }**
    } · { $size } · { $delivered }{ $is_private ->
        [true] { " " }· private
       *[false] { "" }
    }
budget-newest-label = Newest
budget-older-label = Older
