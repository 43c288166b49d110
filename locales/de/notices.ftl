### News that nobody asked for: warnings for members, reports for the staff channel.

notice-member-nearly = Du hast den größten Teil deines Budgets auf diesem Server verbraucht. Übrig: { $left }.{ $renews ->
    [none] { "" }
   *[other] { " " }Dein Budget wird { $renews } erneuert.
} Mehr dazu mit { COMMAND("budget show") }.
notice-member-full = Du hast dein Budget auf diesem Server aufgebraucht.{ $renews ->
    [none] { "" }
   *[other] { " " }Es wird { $renews } erneuert.
}
notice-server-nearly = Dieser Server hat **{ $spent }** von seinem Limit verbraucht: { $cap }.{ $renews ->
    [none] { "" }
   *[other] { " " }Das Limit wird { $renews } zurückgesetzt.
}
notice-server-full = Dieser Server hat sein Limit erreicht (**{ $cap }**). Niemand kann mehr Bilder erstellen.{ $renews ->
    [none] { "" }
   *[other] { " " }Das Limit wird { $renews } zurückgesetzt.
} Ändern kannst du es mit { COMMAND("quota server set") }.
notice-frozen = { $until ->
    [none] { $actor } hat das Budget von { $user } gesperrt.
   *[other] { $actor } hat das Budget von { $user } gesperrt. Die Sperre endet { $until }.
}
notice-unfrozen = { $actor } hat die Sperre von { $user } aufgehoben.
notice-refunded = { $actor } hat { $user } **{ $amount }** für [ein Bild]({ $link }) erstattet.
notice-refunded-unlinked = { $actor } hat { $user } **{ $amount }** für ein Bild erstattet.
notice-own-raised = { $actor } hat die Budgets auf diesem Server erhöht, auch das eigene, und hat keine Administratorrechte.
notice-reason = Grund: „{ $reason }“
notice-the-bot = Der Bot
notice-a-member = einem Mitglied
# For the bot's owner, on their own server.
notice-unavailable =
    ⚠️ Die Bilderstellung ist nicht verfügbar. { $why ->
        [key] Der Bilddienst hat den API-Schlüssel abgelehnt.
        [credits] Beim Bilddienst ist kein Guthaben mehr übrig.
        [forbidden] Der Bilddienst lässt diesen API-Schlüssel das Modell nicht verwenden.
        [url] Unter der eingestellten Adresse ist nicht der Bilddienst.
       *[model] Der Bilddienst kennt das Modell nicht.
    } Neue Bilder werden abgelehnt, bis das behoben ist. { COMMAND("operator status") } zeigt, wann ich es wieder prüfe.
