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
