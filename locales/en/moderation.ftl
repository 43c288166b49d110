### What members ask of moderators, what moderators decide, and what a server's settings refuse.

menu-report-picture = Report picture

## Requests for more tokens.

moderation-ask-label = Ask moderators
moderation-ask-title = Ask for more tokens
moderation-why-field = Why do you need more?
moderation-asked = ✅ I sent your request to the moderators. I'll tell you what they decide.
moderation-request-heading = ### 🙋 Request for tokens
moderation-request = { $user } asked for more tokens { $when }. They used { $spent } this period and have { $left } left.
moderation-approve-label = Approve
moderation-decline-label = Decline
moderation-approve-title = Approve the request
moderation-decline-title = Decline the request
moderation-amount-field = Tokens to give, like 250k or 1.5m
moderation-amount-placeholder =
    { $count ->
        [one] Filled in with the price of { $count } picture
       *[other] Filled in with the price of { $count } pictures
    }
moderation-reason-field = Reason (optional)
moderation-request-approved = ✅ { $actor } gave { $user } **{ $amount }**.
moderation-request-declined = ❌ { $actor } declined { $user }'s request.
moderation-news-approved = ✅ Moderators approved your request. You got **{ $amount }**.
moderation-news-declined = ❌ Moderators declined your request for more tokens.

## Reports.

moderation-reported = ✅ Thanks. The moderators will look at this picture.
moderation-report-heading = ### 🚩 Reported picture
moderation-report = { $user } reported [this picture]({ $link }) by { $owner } { $when }.
moderation-remove-label = Remove
moderation-remove-refund-label = Remove and refund
moderation-dismiss-label = Dismiss
moderation-remove-title = Remove the picture
moderation-report-removed = ✅ { $actor } removed the picture by { $owner } that { $user } reported.
moderation-report-dismissed = ✅ { $actor } dismissed { $user }'s report of [this picture]({ $link }) by { $owner }.
moderation-refunded = They got **{ $amount }** back.
moderation-not-refunded = There was nothing to refund.

## Refused prompts.

moderation-refused-heading = ### 🛑 Refused prompt
moderation-refused =
    { $has_entry ->
        [true] { $user } used the blocked entry “{ $entry }” in { $channel } { $when }.
       *[false] The image service refused a prompt by { $user } in { $channel } { $when }.
    }
moderation-paused-heading = ### ⏸️ Paused member
moderation-paused =
    { $count ->
        [one] { $user } can't make pictures until { $until }, after { $count } refused prompt.
       *[other] { $user } can't make pictures until { $until }, after { $count } refused prompts.
    }
moderation-end-pause-label = End the pause

## The audit log.

moderation-audit-request-approved = approved { $member }'s request and gave them **{ $amount }**
moderation-audit-request-declined = declined { $member }'s request for tokens
moderation-audit-member-paused =
    { $count ->
        [one] was paused until { $until } after { $count } refused prompt
       *[other] was paused until { $until } after { $count } refused prompts
    }
moderation-audit-picture-reported = reported [a picture]({ $link }) by { $member }
moderation-audit-report-dismissed = dismissed a report of [a picture]({ $link }) by { $member }

choice-kind-request_approved = Approved requests for tokens
choice-kind-request_declined = Declined requests for tokens
choice-kind-member_paused = Paused members
choice-kind-picture_reported = Reported pictures
choice-kind-report_dismissed = Dismissed reports

## What can go wrong.

error-channel-not-allowed = You can't make pictures in this channel. Try { $channels }. { -not-charged }
error-role-not-allowed = You need one of these roles to make pictures here: { $roles }. { -not-charged }
error-too-many-at-once =
    { $limit ->
        [one] You can make { $limit } picture per request on this server. { -not-charged }
       *[other] You can make up to { $limit } pictures per request on this server. { -not-charged }
    }
error-prompt-blocked = Your prompt has a word or phrase that this server blocks. Change it and try again. { -not-charged }
error-member-paused =
    { $refused ->
        [one] You can't make pictures right now because { $refused } of your prompts was refused. You can try again { $until_ms }. { -not-charged }
       *[other] You can't make pictures right now because { $refused } of your prompts were refused. You can try again { $until_ms }. { -not-charged }
    }
error-on-cooldown = You can make your next picture { $until_ms }. { -not-charged }
error-daily-limit-reached =
    { $limit ->
        [one] You can make { $limit } picture a day on this server. You can make the next one { $until_ms }. { -not-charged }
       *[other] You can make { $limit } pictures a day on this server. You can make the next one { $until_ms }. { -not-charged }
    }
error-no-staff-channel = This server has no channel where I can reach the moderators. Ask one of them directly. { -unchanged }
error-already-asked = You can ask for more tokens once in 24 hours. You can ask again { $again_at_ms }. { -unchanged }
error-own-request = You can't decide on your own request. Ask another moderator. { -unchanged }
error-already-decided =
    { $state ->
        [approved] <@{ $actor_id }> already approved this request.
        [declined] <@{ $actor_id }> already declined this request.
        [removed] <@{ $actor_id }> already removed this picture.
        [dismissed] <@{ $actor_id }> already dismissed this report.
       *[other] This is too old to decide on.
    } { -unchanged }
error-already-reported =
    { $open ->
        [true] Someone already reported this picture. The moderators will look at it.
       *[false] The moderators have already looked at this picture.
    } { -unchanged }
error-no-picture-there = That message doesn't have one of my pictures. { -unchanged }
