### Amounts and names that every feature uses.

amount-tokens =
    { $tokens ->
        [one] { $tokens } token
       *[other] { $tokens } tokens
    }
amount-pictures =
    { $pictures ->
        [one] { $pictures } picture
       *[other] { $pictures } pictures
    }
# For example "about 15 pictures (945,000 tokens)".
amount-worth =
    { $pictures ->
        [0] no pictures
        [one] about { $pictures } picture
       *[other] about { $pictures } pictures
    } ({ amount-tokens })
amount-worth-less-than-one = less than 1 picture ({ amount-tokens })
amount-unlimited = unlimited
amount-dollars = ${ NUMBER($dollars, minimumFractionDigits: 2) }

duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
size-mebibytes = { $size } MiB
size-kibibytes = { $size } KiB

deleted-member = a member who deleted their data
deleted-prompt = a picture

## Options that several commands share. Names are what members type, in lower case and without spaces.

-option-reason = Reason (shown in the audit log)
-option-member = Member (can be someone who left)
-option-amount = Number of tokens, like 250k or 1.5m
