### /quota: how moderators decide who can spend how much.

command-quota =
    .description = Bilderbudgets verwalten

command-quota-member =
    .description = Budget eines Mitglieds verwalten
command-quota-member-view =
    .description = Sieh dir Budget und Verbrauch eines Mitglieds an
    .name-member = { -name-member }
    .option-member = { -option-member }
command-quota-member-set =
    .description = Gib einem Mitglied ein eigenes Kontingent oder wieder den Standard
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens pro Zeitraum, z. B. 250k. Oder „unlimited“, oder „default“ für den Standard
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-grant =
    .description = Gib einem Mitglied Bonus-Tokens zusätzlich zum Kontingent
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-amount = { -name-amount }
    .option-amount = { -option-amount }
    .name-expires = { -name-expires }
    .option-expires = Wann der Rest verfällt, z. B. 7d oder 2026-12-31 (Standard: nie)
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-deduct =
    .description = Zieh einem Mitglied Tokens ab
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-amount = { -name-amount }
    .option-amount = { -option-amount }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-reset =
    .description = Setz den Verbrauch eines Mitglieds in diesem Zeitraum zurück
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-freeze =
    .description = Lass ein Mitglied vorübergehend keine Bilder erstellen
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = Grund (das Mitglied liest ihn, und er steht im Audit-Log)
    .name-until = bis
    .option-until = Wann die Sperre endet, z. B. 3d oder 2026-12-31 (Standard: bis du sie aufhebst)
command-quota-member-unfreeze =
    .description = Lass ein Mitglied wieder Bilder erstellen
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-role =
    .description = Kontingente von Rollen verwalten
command-quota-role-set =
    .description = Gib einer Rolle ein Kontingent. Bei mehreren Rollen zählt das höchste
    .name-role = { -name-role }
    .option-role = Rolle
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens pro Zeitraum, z. B. 250k. Oder 0, oder „unlimited“
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-role-clear =
    .description = Entferne das Kontingent einer Rolle
    .name-role = { -name-role }
    .option-role = Rolle
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-role-list =
    .description = Zeige alle Rollen mit Kontingent

command-quota-server =
    .description = Einstellungen des Servers verwalten
command-quota-server-view =
    .description = Sieh dir Einstellungen und Verbrauch des Servers an
command-quota-server-set =
    .description = Ändere Servereinstellungen (leere Optionen bleiben, wie sie sind)
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens pro Mitglied und Zeitraum, z. B. 250k. Oder „unlimited“, oder „default“
    .name-renews = erneuerung
    .option-renews = Wann Budgets erneuert werden
    .name-week_starts = wochenbeginn
    .option-week_starts = Erster Tag der Woche bei wöchentlichen Budgets
    .name-time_zone = zeitzone
    .option-time_zone = Zeitzone, in der ein Tag beginnt
    .name-rollover = übertrag
    .option-rollover = Wie viele übrige Tokens in den nächsten Zeitraum mitgehen (0 für keine)
    .name-cap = limit
    .option-cap = Limit für alle Mitglieder zusammen pro Zeitraum, oder „none“
    .name-staff_channel = team_kanal
    .option-staff_channel = Kanal für Neues zu Sperren, Erstattungen und dem Serverlimit
    .name-no_staff_channel = kein_team_kanal
    .option-no_staff_channel = True, um dem Mod-Team nichts mehr zu posten
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-grant-role =
    .description = Bonus-Tokens für alle mit einer Rolle
command-quota-grant-role-make =
    .description = Gib allen mit einer Rolle einmalig Bonus-Tokens
    .name-role = { -name-role }
    .option-role = Rolle
    .name-amount = { -name-amount }
    .option-amount = Tokens für jedes Mitglied, z. B. 250k oder 1.5m
    .name-ends = endet
    .option-ends = Bis wann man sie abholen kann, z. B. 7d oder 2026-12-31
    .name-expires = { -name-expires }
    .option-expires = Wann der Rest verfällt, z. B. 7d oder 2026-12-31 (Standard: nie)
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-grant-role-list =
    .description = Zeige Rollen-Boni und wer sie abgeholt hat
    .name-promise = bonus
    .option-promise = Wähle einen, um zu sehen, wer ihn abgeholt hat
command-quota-grant-role-revoke =
    .description = Beende einen Rollen-Bonus. Abgeholte Tokens bleiben
    .name-promise = bonus
    .option-promise = Rollen-Bonus, der enden soll
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-setup =
    .description = Zeige alle Servereinstellungen und ändere sie auf einer Karte
command-quota-refund =
    .description = Erstatte ein Bild
    .name-picture = bild
    .option-picture = Link oder ID der Nachricht mit dem Bild
    .name-member = { -name-member }
    .option-member = Zeigt dir die neuesten Bilder dieses Mitglieds zur Auswahl
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-audit =
    .description = Sieh nach, wer was warum geändert hat
    .name-member = { -name-member }
    .option-member = Nur Änderungen an diesem Mitglied
    .name-moderator = moderator
    .option-moderator = Nur Änderungen durch dieses Teammitglied
    .name-kind = art
    .option-kind = Nur diese Art von Änderung
    .name-since = seit
    .option-since = Nur Änderungen nach diesem Zeitpunkt, z. B. 7d oder 2026-01-31
    .name-until = bis
    .option-until = Nur Änderungen vor diesem Zeitpunkt, z. B. 7d oder 2026-01-31
command-quota-report =
    .description = Verbrauch des Servers mit Diagramm, Top-Mitgliedern und Tabelle zum Download
    .name-days = tage
    .option-days = Wie weit zurück (Standard: 30 Tage)

menu-refund-this-picture = Bild erstatten

choice-cycle-day = Jeden Tag
choice-cycle-week = Jede Woche
choice-cycle-month = Jeden Monat
choice-cycle-none = Nie

choice-weekday-0 = Montag
choice-weekday-1 = Dienstag
choice-weekday-2 = Mittwoch
choice-weekday-3 = Donnerstag
choice-weekday-4 = Freitag
choice-weekday-5 = Samstag
choice-weekday-6 = Sonntag

choice-days-7 = 7 Tage
choice-days-30 = 30 Tage
choice-days-90 = 90 Tage
choice-days-365 = 1 Jahr

choice-kind-server_set = Servereinstellungen
choice-kind-role_set = Rollen-Kontingente
choice-kind-role_cleared = Rollen-Kontingente entfernt
choice-kind-member_set = Eigene Kontingente
choice-kind-granted = Bonus-Tokens
choice-kind-deducted = Abzüge
choice-kind-reset = Zurückgesetzt
choice-kind-frozen = Sperren
choice-kind-unfrozen = Aufgehobene Sperren
choice-kind-refunded = Erstattungen
choice-kind-promise_made = Rollen-Boni
choice-kind-promise_revoked = Beendete Rollen-Boni
choice-kind-promise_claimed = Abgeholte Rollen-Boni
choice-kind-operator_cap = Limits des Bot-Betreibers
choice-kind-paused = Bot pausiert
choice-kind-resumed = Bot fortgesetzt
choice-kind-undone = Rückgängig gemachte Änderungen

## Words that several answers share

quota-reason = Grund: „{ $reason }“
quota-more = und { $count } weitere
quota-expires-never = verfällt nie
quota-expires = verfällt: { $when }
quota-default-allowance = Standard
quota-person-who-left = { $mention } ({ $name }, nicht mehr auf dem Server)
quota-owner = Der Bot-Betreiber

quota-button-undo = Rückgängig
quota-button-newer = Neuere
quota-button-older = Ältere
quota-button-more = Mehr
quota-button-grant = Bonus geben
quota-button-freeze = Sperren
quota-button-thaw = Entsperren
quota-button-reset = Verbrauch zurücksetzen
quota-button-default-allowance = { quota-setting-default_allowance }
quota-button-rollover = { quota-setting-rollover }
quota-button-cap = { quota-setting-cap }
quota-button-zone = { quota-setting-zone }

## One member

quota-member-title = **Budget von { $who }**
quota-member-frozen = { $until ->
    [none] ❄️ Gesperrt { $since } von { $by }.
   *[other] ❄️ Gesperrt { $since } von { $by }, bis { $until }.
}
quota-member-allowance = Kontingent: **{ $amount }**, { $source ->
    [member] eigenes
    [role] durch { $role }
    [server] Serverstandard
   *[other] Bot-Standard
}
quota-member-rolled-over = Davon { $amount } aus dem letzten Zeitraum
quota-member-used = Verbraucht: **{ $amount }**
quota-member-reserved = Für laufende Bilder reserviert: **{ $amount }**
quota-member-left = Übrig: **{ $amount }**
quota-member-resets = Erneuert sich { $when } ({ $date })
quota-member-never-resets = Erneuert sich nie
quota-member-bonus = Bonus-Tokens (werden zuerst verbraucht)
quota-member-claimable = Rollen-Boni, die es mit dem nächsten Bild gibt
quota-bonus = { $left } übrig von { $amount }, { $expiry }{ $source ->
    [promise] {" · Rollen-Bonus"}
    [refund] {" · Erstattung"}
    [prize] {" · Preis"}
    [contest] {" · aus einem Wettbewerbstopf"}
   *[other] {""}
}
quota-bonus-by = { $bonus } · von { $by }
quota-bonus-reason = { $bonus } · „{ $reason }“

quota-allowance-set = Kontingent von { $who }: { $old } → **{ $new }**. Jetzt übrig: { $left }.
quota-granted = { $who } hat **{ $amount }** als Bonus-Tokens bekommen ({ $expiry }). Jetzt übrig: { $left }.
quota-deducted = { $source ->
    [grants] { $who } wurde **{ $amount }** abgezogen (von den Bonus-Tokens).
    [allowance] { $who } wurde **{ $amount }** abgezogen (vom Kontingent).
   *[both] { $who } wurde **{ $amount }** abgezogen ({ $grants } von den Bonus-Tokens, { $allowance } vom Kontingent).
} { $all ->
    [true] Mehr war nicht übrig. Du wolltest { $asked } abziehen.
   *[other] Jetzt übrig: { $left }.
}
quota-reset = Verbrauch von { $who } in diesem Zeitraum zurückgesetzt: { $spent } → **0**. Jetzt übrig: { $left }. Bonus-Tokens bleiben, wie sie sind.
quota-reset-nothing = { $who } hat in diesem Zeitraum nichts verbraucht. Es wurde nichts geändert.
quota-frozen = { $until ->
    [none] Budget von { $who } gesperrt, bis du die Sperre aufhebst.
   *[other] Budget von { $who } gesperrt bis { $until } ({ $in }).
} Laufende Bilder werden noch fertig.
quota-frozen-reason = Das Mitglied liest: „{ $reason }“
quota-unfrozen = Sperre von { $who } aufgehoben. Gesperrt { $since } von { $by }. Übrig: { $left }.

quota-modal-reason-field = Grund
quota-modal-amount-field = Menge
quota-modal-amount-field-hint = Zum Beispiel 250k oder 1.5m
quota-modal-expires-field = Ablauf
quota-modal-expires-field-hint = Zum Beispiel 7d oder 2026-12-31. Leer heißt nie.
quota-modal-until-field = Bis
quota-modal-until-field-hint = Zum Beispiel 7d oder 2026-12-31. Leer heißt, bis du entsperrst.
quota-modal-grant-title = Bonus-Tokens geben
quota-modal-grant-about = Bonus-Tokens für { $who }. Sie werden vor dem Kontingent verbraucht.
quota-modal-freeze-title = Budget sperren
quota-modal-freeze-about = { $who } kann keine Bilder mehr erstellen, bis du das Budget entsperrst, und sieht deinen Grund.

## Undo

quota-undone = ↩️ { $by } hat das rückgängig gemacht: { $actor } { $what }

## Refunds

quota-refund-ask = { $who } bekommt **{ $amount }** für { $picture } zurück. Die Kosten trägt der Bot-Betreiber.
quota-refund-ask-which = Welches Bild willst du erstatten? { $who } bekommt zurück, was es gekostet hat, und der Bot-Betreiber trägt die Kosten.
quota-refund-option = Bild { $number } ({ $amount })
quota-refund-picture = [„{ $prompt }“]({ $link }), { $when }
quota-refund-picture-unlinked = „{ $prompt }“, { $when }
quota-refund-picture-private = ein privates Bild, { $when }
quota-refunded = **{ $amount }** an { $who } erstattet, für { $picture }. Die Kosten trägt der Bot-Betreiber.
quota-refunded-as-bonus = { $all ->
    [true] Das Budget, aus dem es bezahlt wurde, ist abgelaufen. { $who } hat deshalb Bonus-Tokens bekommen, die nie verfallen.
   *[other] { $granted } davon gab es als Bonus-Tokens, die nie verfallen, weil das Budget, aus dem sie bezahlt wurden, abgelaufen ist.
}
quota-refund-choice = { $amount }, { $ago }: { $prompt }
quota-refund-choice-private = privates Bild
quota-ago = { $unit ->
    [minutes] vor { $count } min
    [hours] vor { $count } h
   *[days] { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
}

## The server

quota-server-title = **Budgets auf diesem Server**
quota-server-changed = Geänderte Einstellungen:
quota-server-unchanged = Das war schon so eingestellt. Es wurde nichts geändert.
quota-server-period-note = Was seit Beginn des neuen Zeitraums verbraucht wurde, zählt mit.
quota-server-change = { $setting }: { $old } → **{ $new }**
quota-server-line = { $setting }: **{ $value }**
quota-setting-default_allowance = Standardkontingent
quota-setting-cycle = Erneuerung
quota-setting-week_starts_on = Wochenbeginn
quota-setting-zone = Zeitzone
quota-setting-rollover = Übertrag
quota-setting-cap = Serverlimit
quota-setting-staff_channel_id = Team-Kanal
quota-setting-default_allowance-hint = Pro Mitglied und Zeitraum, z. B. 250k. Oder „unlimited“, oder „default“.
quota-setting-rollover-hint = Übrige Tokens, die mitgehen, z. B. 63k. 0 für keine.
quota-setting-cap-hint = Für alle Mitglieder zusammen, z. B. 2m. Oder „none“.
quota-setting-zone-hint = Zum Beispiel Europe/Berlin, Tokyo oder UTC+2
quota-setup-option = { $setting }: { $value }
quota-setup-note = Änderungen gelten sofort. Jede Änderung steht in { COMMAND("quota audit") }.
quota-setup-channel-placeholder = Team-Kanal: keiner
quota-value-none = keins
quota-value-no-channel = keiner
quota-value-off = aus
quota-value-bot-default = Bot-Standard
quota-value-bot-default-amount = { $amount }, Bot-Standard
quota-value-up-to = bis zu { $amount }
quota-value-week = { $cycle }, am { $day }
quota-server-resets = { $value } ({ $zone }), nächstes Mal { $when }
quota-server-resets-never = { $value } ({ $zone })
quota-server-used = In diesem Zeitraum verbraucht: **{ $amount }**
quota-server-used-reserved = In diesem Zeitraum verbraucht: **{ $amount }**, dazu { $reserved } für laufende Bilder reserviert
quota-server-no-owner-limit = Der Bot-Betreiber hat für diesen Server kein Limit gesetzt.
quota-server-owner-limit = Der Bot-Betreiber lässt diesen Server pro Kalendermonat (UTC) **{ $amount }** verbrauchen. Bisher: { $used }.
quota-server-roles = { $count ->
    [0] Keine Rolle hat ein Kontingent.
    [one] { $count } Rolle hat ein Kontingent. Siehe { COMMAND("quota role list") }.
   *[other] { $count } Rollen haben ein Kontingent. Siehe { COMMAND("quota role list") }.
}
quota-server-channel-gone = ⚠️ Den Team-Kanal gibt es nicht mehr. Wähle einen anderen mit { COMMAND("quota server set") }.
quota-server-channel-closed = ⚠️ Ich kann in { $channel } noch nicht schreiben. Gib mir dort „Kanal anzeigen“ und „Nachrichten senden“.

## Roles

quota-roles-title = **Kontingente von Rollen**
quota-roles-none = Keine Rolle hat ein Kontingent, also gilt für alle der Serverstandard. Lege eins fest mit { COMMAND("quota role set") }.
quota-roles-note = Wer mehrere dieser Rollen hat, bekommt das höchste Kontingent, auch wenn der Serverstandard höher ist.
quota-role-line = { $role }: **{ $amount }**
quota-role-set = Kontingent von { $role }: { $old } → **{ $new }** pro Zeitraum. Wer mehrere Rollen hat, bekommt das höchste.
quota-role-cleared = Kontingent von { $role }: { $old } → **keins**. Es gilt, was die anderen Rollen oder der Server geben.

## Role grants

quota-role-grant-terms = { $amount } für alle mit { $role }. Abholbar bis { $until } ({ $expiry }).
quota-role-grant-made = Rollen-Bonus #{ $number }: **{ $terms }** Mitglieder bekommen ihn mit ihrem nächsten Bild. Wer ihn abgeholt hat, zeigt { COMMAND("quota grant-role list") }.
quota-role-grant-revoked = { $claims ->
    [0] Rollen-Bonus #{ $number } ({ $amount } für { $role }) beendet. Niemand hatte ihn abgeholt.
    [one] Rollen-Bonus #{ $number } ({ $amount } für { $role }) beendet. { $claims } Mitglied hat ihn abgeholt und behält die Tokens.
   *[other] Rollen-Bonus #{ $number } ({ $amount } für { $role }) beendet. { $claims } Mitglieder haben ihn abgeholt und behalten die Tokens.
}
quota-role-grants-title = **Rollen-Boni**
quota-role-grants-none = Es gibt keine Rollen-Boni. Vergib einen mit { COMMAND("quota grant-role make") }.
quota-role-grants-note = Wer einen abgeholt hat, siehst du mit seiner Nummer in { COMMAND("quota grant-role list") }.
quota-role-grant-line = **#{ $number }** { $terms } { $claims ->
    [0] Noch nicht abgeholt
    [one] Von { $claims } Mitglied abgeholt
   *[other] Von { $claims } Mitgliedern abgeholt
} · von { $by }
quota-role-grant-title = **Rollen-Bonus #{ $number }**
quota-role-grant-history = { $ended ->
    [none] Vergeben { $made } von { $by }.
   *[other] Vergeben { $made } von { $by }. Beendet { $ended }.
}
quota-role-grant-claims = { $claims ->
    [0] Bisher hat ihn niemand abgeholt.
    [one] { $claims } Mitglied hat ihn abgeholt:
   *[other] { $claims } Mitglieder haben ihn abgeholt:
}
quota-role-grant-claim = { $who }, { $when }
quota-role-grant-choice = #{ $number }: { $amount } für { $role }
quota-role-gone = eine gelöschte Rolle

## Audit log

quota-audit-title = **Audit-Log**
quota-audit-empty = Bisher wurde nichts geändert.
quota-audit-no-match = Keine passenden Änderungen.
quota-audit-filter = Nur { $filters }
quota-audit-filter-member = Änderungen an { $who }
quota-audit-filter-moderator = Änderungen von { $who }
quota-audit-filter-since = nach { $when }
quota-audit-filter-until = vor { $when }
quota-audit-line = { $when } · { $actor } { $what }
quota-audit-someone = jemand
quota-audit-a-role = eine Rolle
quota-audit-server_set = hat geändert: { $changes }
quota-audit-server_set-own = hat geändert: { $changes } (das erhöht auch das eigene Budget)
quota-audit-role_set = hat das Kontingent von { $role } gesetzt: { $old } → **{ $new }**
quota-audit-role_cleared = hat das Kontingent von { $role } entfernt ({ $old })
quota-audit-member_set = hat das Kontingent von { $member } gesetzt: { $old } → **{ $new }**
quota-audit-granted = hat { $member } **{ $amount }** gegeben ({ $expiry })
quota-audit-deducted = hat { $member } **{ $amount }** abgezogen: { $old } → **{ $new }** übrig
quota-audit-reset = hat den Verbrauch von { $member } zurückgesetzt: { $old } → **0**
quota-audit-frozen = { $until ->
    [none] hat das Budget von { $member } gesperrt
   *[other] hat das Budget von { $member } gesperrt bis { $until }
}
quota-audit-unfrozen = hat die Sperre von { $member } aufgehoben
quota-audit-refunded = hat { $member } **{ $amount }** für Bild { $picture } erstattet
quota-audit-promise_made = hat Rollen-Bonus #{ $number } vergeben: **{ $amount }** für { $role }
quota-audit-promise_revoked = { $claims ->
    [one] hat Rollen-Bonus #{ $number } beendet ({ $amount } für { $role }), von { $claims } Mitglied abgeholt
   *[other] hat Rollen-Bonus #{ $number } beendet ({ $amount } für { $role }), von { $claims } Mitgliedern abgeholt
}
quota-audit-promise_claimed = hat **{ $amount }** aus Rollen-Bonus #{ $number } für { $role } abgeholt
quota-audit-operator_cap = hat das Monatslimit dieses Servers gesetzt: { $old } → **{ $new }**
quota-audit-paused = { $message ->
    [none] hat den Bot pausiert
   *[other] hat den Bot pausiert: „{ $message }“
}
quota-audit-undone = hat „{ $what }“ rückgängig gemacht
quota-audit-resumed = hat den Bot fortgesetzt
quota-audit-no-limit = kein Limit

## Usage report

quota-report-totals = { $tokens ->
    [one] { $tokens } Token
   *[other] { $tokens } Tokens
} für { $pictures ->
    [one] { $pictures } Bild
   *[other] { $pictures } Bilder
} von { $members ->
    [one] { $members } Mitglied
   *[other] { $members } Mitgliedern
}
quota-report-spender = { $place }. { $who } · { $pictures ->
    [one] { $pictures } Bild
   *[other] { $pictures } Bilder
} · { amount-tokens }
quota-report-zone = Zeitzone: { $zone }. Erstattungen zählen an dem Tag, an dem sie gemacht wurden.
quota-report-cut = { $missing ->
    [one] Die Tabelle ist so groß, wie Discord es erlaubt. { $missing } spätere Zeile fehlt.
   *[other] Die Tabelle ist so groß, wie Discord es erlaubt. { $missing } spätere Zeilen fehlen.
}
quota-report-span = { $first } – { $last }
quota-report-columns = { $step ->
    [week] Tokens pro Woche
   *[day] Tokens pro Tag
} · { $totals }
quota-report-bars = Mitglieder mit dem höchsten Verbrauch, in Tokens
quota-report-nothing = In diesem Zeitraum wurde nichts verbraucht.
quota-report-deleted = (gelöscht)

## Suggestions while typing

quota-suggest-default = Standard
quota-suggest-bot-default = Standard (vom Bot-Betreiber festgelegt)
quota-suggest-no-cap = keins (kein Limit)
quota-suggest-in = in { $span }: { $when }
quota-suggest-read = { $typed }: { $meaning }
quota-span-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
quota-span-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tagen
}
