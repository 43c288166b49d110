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
