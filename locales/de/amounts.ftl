### Amounts and names that every feature uses.

amount-tokens =
    { $tokens ->
        [one] { $tokens } Token
       *[other] { $tokens } Tokens
    }
amount-pictures =
    { $pictures ->
        [one] { $pictures } Bild
       *[other] { $pictures } Bilder
    }
# For example "etwa 15 Bilder (945.000 Tokens)".
amount-worth =
    { $pictures ->
        [0] kein Bild
        [one] etwa { $pictures } Bild
       *[other] etwa { $pictures } Bilder
    } ({ amount-tokens })
amount-worth-less-than-one = weniger als 1 Bild ({ amount-tokens })
amount-unlimited = unbegrenzt
amount-dollars = { NUMBER($dollars, minimumFractionDigits: 2) } $

duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
size-mebibytes = { $size } MiB
size-kibibytes = { $size } KiB

deleted-member = ein Mitglied, das seine Daten gelöscht hat
deleted-prompt = ein Bild

## Options that several commands share. Names are what members type, in lower case and without spaces.

-option-reason = Grund (steht im Audit-Log)
-option-member = Mitglied (auch jemand, der den Server verlassen hat)
-option-amount = Anzahl der Tokens, z. B. 250k oder 1.5m
-name-reason = grund
-name-member = mitglied
-name-amount = menge
-name-role = rolle
-name-allowance = kontingent
-name-expires = läuft_ab
