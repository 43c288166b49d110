### /operator: what the bot's owner sees on their own server.

command-operator =
    .description = For the bot's owner
command-operator-cap =
    .description = Monthly limits for servers (calendar months, UTC)
command-operator-cap-set =
    .description = Set a limit for all servers together, for each server or for one server
    .option-for = All servers together, each server without its own limit, or one server
    .option-amount = Tokens, like 20m or 500k. “unlimited” exempts one server from the limit on each
command-operator-cap-clear =
    .description = Remove a limit
    .option-for = All servers together, each server without its own limit, or one server
command-operator-cap-list =
    .description = Show all limits
command-operator-balance =
    .description = Show the credit left with the image service
command-operator-spending =
    .description = Show what each server used this month, including losses
command-operator-pause =
    .description = Pause image generation on all servers
    .option-message = What members read while it's paused
command-operator-resume =
    .description = Resume image generation
command-operator-status =
    .description = See whether image generation is available, and what's queued

## Answers

operator-all-servers = All servers together
operator-each-server = Each server without its own limit
operator-no-limit = no limit
operator-limit = { $amount } ({ $dollars })
operator-left-server = a server I left (`{ $id }`)
operator-balance = **{ $dollars }** is left at the image service. That's { $amount }.
operator-balance-unknown = The image service didn't say how much credit is left ({ $reason }).
operator-spending-heading = { $servers ->
    [one] **Since { $since }** on { $servers } server
   *[other] **Since { $since }** on { $servers } servers
}
operator-spending-total = Paid by members: **{ $paid }**. Lost: **{ $lost }**. Together: **{ $dollars }**.
operator-spending-limit = Limit for all servers: { $limit }
operator-spending-server = { $server }: { $paid } paid
operator-spending-server-lost = { $line }, { $lost } lost
operator-spending-server-reserved = { $line }, { $reserved } reserved
operator-spending-server-limit = { $line }, limit { $limit }
operator-more-servers = { $count ->
    [one] and { $count } more. Run `{ $command }` to see it.
   *[other] and { $count } more. Run `{ $command }` to see them all.
}
operator-caps-title = **Limits per calendar month** (UTC)
operator-cap-line = { $scope }: **{ $limit }**
operator-cap-default = { $scope }: **{ $limit }**, from the setting `MONTHLY_CAP`
operator-cap-set = { $scope }: { $old } → **{ $new }** per calendar month.
operator-paused = **Paused.** Nobody can make pictures. Pictures in progress will still be finished. End the pause with { COMMAND("operator resume") }.
operator-paused-message = Members read: “{ $message }”
operator-resumed = Members can make pictures again.
operator-not-paused = The bot wasn't paused.
operator-status-available = **Image generation is available.** { $queued } queued, { $running } in progress.
operator-status-unavailable = **Image generation is unavailable.** { $reason ->
    [key] The image service refuses AIMLAPI_KEY.
    [credits] Your account at the image service is out of credit.
    [forbidden] Your account at the image service isn't allowed to use this model.
    [model] The image service doesn't know the model.
    [url] AIMLAPI_URL isn't the image service's address.
   *[other] The image service won't work for this bot ({ $reason }).
} { $queued } queued, { $running } in progress.
operator-status-next = { $next ->
    [none] I'm checking again now.
   *[other] I'll check again { $next }.
}
operator-button-check = Check now
