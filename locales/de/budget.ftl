### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Dein Bilderbudget auf diesem Server
command-budget-show =
    .description = Sieh nach, wie viele Bilder du noch hast und wann dein Budget erneuert wird
command-budget-history =
    .description = Sieh dir deine Bilder auf diesem Server an und was sie gekostet haben

budget-heading = **Dein Budget auf diesem Server**
budget-left =
    { $pictures ->
        [0] **Es reicht nicht mehr für ein Bild** ({ amount-tokens })
        [one] **Noch etwa { $pictures } Bild übrig** ({ amount-tokens })
       *[other] **Noch etwa { $pictures } Bilder übrig** ({ amount-tokens })
    }
budget-unlimited = **Unbegrenzt viele Bilder**
budget-frozen =
    ❄️ **Das Mod-Team hat dein Budget gesperrt.**{ $has_reason ->
        [true] { " " }Grund: „{ $reason }“.
       *[false] { "" }
    }{ $has_end ->
        [true] { " " }Die Sperre endet { $ends }.
       *[false] { "" }
    }
budget-used =
    { $allowance ->
        [one] { $used } von { $allowance } Token verbraucht
       *[other] { $used } von { $allowance } Tokens verbraucht
    }
budget-used-without-limit = { amount-tokens } verbraucht
budget-reserved =
    { $tokens ->
        [one] { $tokens } Token ist für laufende Bilder reserviert
       *[other] { $tokens } Tokens sind für laufende Bilder reserviert
    }
budget-resets = Wird { $resets } erneuert ({ $date })
budget-never-resets = Wird nie erneuert
budget-source =
    { $source ->
        [member] -# Eigenes Budget vom Mod-Team
        [server] -# Standardbudget auf diesem Server
       *[operator] -# Standardbudget dieses Bots
    }
budget-source-role = -# Budget für { $role }
budget-rollover =
    { $tokens ->
        [one] -# Davon { $tokens } Token aus dem letzten Zeitraum
       *[other] -# Davon { $tokens } Tokens aus dem letzten Zeitraum
    }

budget-bonuses = **Bonus-Tokens** (werden zuerst verbraucht)
budget-bonus =
    { $amount ->
        [one] - **{ $left }** von { $amount } Token übrig
       *[other] - **{ $left }** von { $amount } Tokens übrig
    }{ $held ->
        [0] { "" }
        [one] { " " }· { $held } reserviert
       *[other] { " " }· { $held } reserviert
    }{ $has_expiry ->
        [true] { " " }· verfällt { $expires }
       *[false] { "" }
    } · { $source ->
        [promise] für eine deiner Rollen
        [refund] Erstattung
        [prize] Preis
        [contest] aus dem Topf eines Wettbewerbs
       *[moderator] vom Mod-Team
    }{ $has_reason ->
        [true] { " " }(„{ $reason }“)
       *[false] { "" }
    }
budget-promise =
    - **{ $amount }** mit deinem nächsten Bild, bis { $date } · für { $role }{ $has_reason ->
        [true] { " " }(„{ $reason }“)
       *[false] { "" }
    }
budget-more-bonuses =
    { $count ->
        [one] - und { $count } weiterer
       *[other] - und { $count } weitere
    }

budget-history-heading = **Deine Bilder auf diesem Server**, neueste zuerst
budget-history-empty = Du hast hier noch keine Bilder erstellt. Probier { COMMAND("imagine") }.
budget-history-end = Es gibt keine älteren Bilder.
budget-history-picture =
    - { $picture }
    { "  " }{ $is_refunded ->
        [true] ~~{ amount-tokens }~~ { $refunded } erstattet
       *[false] **{ amount-tokens }**
    } · { $size } · { $delivered }{ $is_private ->
        [true] { " " }· privat
       *[false] { "" }
    }
budget-newest-label = Neueste
budget-older-label = Ältere
