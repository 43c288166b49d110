### /operator: what the bot's owner sees on their own server.

command-operator =
    .description = Für den Bot-Betreiber
command-operator-cap =
    .description = Monatslimits für Server (Kalendermonate, UTC)
command-operator-cap-set =
    .description = Lege ein Limit fest: für alle Server zusammen, für jeden Server oder für einen
    .name-for = für
    .option-for = Alle Server zusammen, jeder Server ohne eigenes Limit oder ein bestimmter Server
    .name-amount = { -name-amount }
    .option-amount = Tokens, z. B. 20m oder 500k. „unlimited“ nimmt einen Server vom Limit pro Server aus
command-operator-cap-clear =
    .description = Entferne ein Limit
    .name-for = für
    .option-for = Alle Server zusammen, jeder Server ohne eigenes Limit oder ein bestimmter Server
command-operator-cap-list =
    .description = Zeige alle Limits
command-operator-balance =
    .description = Zeige das restliche Guthaben beim Bilddienst
command-operator-spending =
    .description = Zeige, was jeder Server diesen Monat verbraucht hat, Verluste eingeschlossen
command-operator-pause =
    .description = Pausiere die Bilderstellung auf allen Servern
    .name-message = nachricht
    .option-message = Was Mitglieder während der Pause lesen
command-operator-resume =
    .description = Setze die Bilderstellung fort
command-operator-status =
    .description = Sieh nach, ob die Bilderstellung verfügbar ist und was in der Warteschlange steht

## Answers

operator-all-servers = Alle Server zusammen
operator-each-server = Jeder Server ohne eigenes Limit
operator-no-limit = kein Limit
operator-limit = { $amount } ({ $dollars })
operator-left-server = ein Server, auf dem ich nicht mehr bin (`{ $id }`)
operator-balance = Beim Bilddienst sind noch **{ $dollars }** übrig. Das sind { $amount }.
operator-balance-unknown = Der Bilddienst hat das Guthaben nicht genannt ({ $reason }).
operator-spending-heading = { $servers ->
    [one] **Seit { $since }** auf { $servers } Server
   *[other] **Seit { $since }** auf { $servers } Servern
}
operator-spending-total = Von Mitgliedern bezahlt: **{ $paid }**. Verloren: **{ $lost }**. Zusammen: **{ $dollars }**.
operator-spending-limit = Limit für alle Server: { $limit }
operator-spending-server = { $server }: { $paid } bezahlt
operator-spending-server-lost = { $line }, { $lost } verloren
operator-spending-server-reserved = { $line }, { $reserved } reserviert
operator-spending-server-limit = { $line }, Limit { $limit }
operator-more-servers = { $count ->
    [one] und { $count } weiterer. `{ $command }` zeigt ihn.
   *[other] und { $count } weitere. `{ $command }` zeigt alle.
}
operator-caps-title = **Limits pro Kalendermonat** (UTC)
operator-cap-line = { $scope }: **{ $limit }**
operator-cap-default = { $scope }: **{ $limit }**, aus der Einstellung `MONTHLY_CAP`
operator-cap-set = { $scope }: { $old } → **{ $new }** pro Kalendermonat.
operator-paused = **Pausiert.** Niemand kann Bilder erstellen. Laufende Bilder werden noch fertig. Beende die Pause mit { COMMAND("operator resume") }.
operator-paused-message = Mitglieder lesen: „{ $message }“
operator-resumed = Mitglieder können wieder Bilder erstellen.
operator-not-paused = Der Bot war nicht pausiert.
operator-status-available = **Die Bilderstellung ist verfügbar.** { $queued } in der Warteschlange, { $running } in Arbeit.
operator-status-unavailable = **Die Bilderstellung ist nicht verfügbar.** { $reason ->
    [key] Der Bilddienst lehnt AIMLAPI_KEY ab.
    [credits] Dein Guthaben beim Bilddienst ist aufgebraucht.
    [forbidden] Dein Konto beim Bilddienst darf dieses Modell nicht verwenden.
    [model] Der Bilddienst kennt das Modell nicht.
    [url] AIMLAPI_URL ist nicht die Adresse des Bilddienstes.
   *[other] Der Bilddienst arbeitet nicht für diesen Bot ({ $reason }).
} { $queued } in der Warteschlange, { $running } in Arbeit.
operator-status-next = { $next ->
    [none] Ich prüfe es gerade noch mal.
   *[other] Ich prüfe es { $next } noch mal.
}
operator-button-check = Jetzt prüfen
