### News that nobody asked for: warnings for members, reports for the staff channel.

notice-member-nearly = You've used most of your budget on this server. { $left } left.{ $renews ->
    [none] { "" }
   *[other] { " " }Your budget resets { $renews }.
} See { COMMAND("budget show") } for details.
notice-member-full = You've used up your budget on this server.{ $renews ->
    [none] { "" }
   *[other] { " " }It resets { $renews }.
}
notice-server-nearly = This server has used **{ $spent }** of its limit of { $cap }.{ $renews ->
    [none] { "" }
   *[other] { " " }The limit resets { $renews }.
}
notice-server-full = This server has reached its limit of **{ $cap }**, so nobody can make pictures.{ $renews ->
    [none] { "" }
   *[other] { " " }The limit resets { $renews }.
} You can change it with { COMMAND("quota server set") }.
notice-frozen = { $until ->
    [none] { $actor } froze { $user }'s budget.
   *[other] { $actor } froze { $user }'s budget. The freeze ends { $until }.
}
notice-unfrozen = { $actor } unfroze { $user }'s budget.
notice-refunded = { $actor } refunded { $user } **{ $amount }** for [a picture]({ $link }).
notice-refunded-unlinked = { $actor } refunded { $user } **{ $amount }** for a picture.
notice-own-raised = { $actor } raised the budgets on this server, including their own. They aren't an administrator.
notice-reason = Reason: “{ $reason }”
notice-the-bot = The bot
notice-a-member = a member
# For the bot's owner, on their own server.
notice-unavailable =
    ⚠️ Image generation is unavailable. { $why ->
        [key] The image service refused the API key.
        [credits] The account at the image service is out of credit.
        [forbidden] The image service doesn't let this API key use the model.
        [url] The configured address isn't the image service.
       *[model] The image service doesn't know the model.
    } New pictures are refused until it's fixed. { COMMAND("operator status") } shows when I'll check again.
