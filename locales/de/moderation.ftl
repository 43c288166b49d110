### What members ask of moderators, what moderators decide, and what a server's settings refuse.

menu-report-picture = Bild melden

## Requests for more tokens.

moderation-ask-label = Mod-Team fragen
moderation-ask-title = Um mehr Tokens bitten
moderation-why-field = Wofür brauchst du mehr?
moderation-asked = ✅ Deine Anfrage ist beim Mod-Team. Ich sage dir, wie es entscheidet.
moderation-request-heading = ### 🙋 Token-Anfrage
moderation-request = { $user } hat { $when } um mehr Tokens gebeten. In diesem Zeitraum verbraucht: { $spent }. Noch übrig: { $left }.
moderation-approve-label = Genehmigen
moderation-decline-label = Ablehnen
moderation-approve-title = Anfrage genehmigen
moderation-decline-title = Anfrage ablehnen
moderation-amount-field = Anzahl der Tokens, etwa 250k oder 1.5m
moderation-amount-placeholder =
    { $count ->
        [one] Vorausgefüllt mit dem Preis von { $count } Bild
       *[other] Vorausgefüllt mit dem Preis von { $count } Bildern
    }
moderation-reason-field = Grund (optional)
moderation-request-approved = ✅ { $actor } hat { $user } **{ $amount }** gegeben.
moderation-request-declined = ❌ { $actor } hat die Anfrage von { $user } abgelehnt.
moderation-news-approved = ✅ Das Mod-Team hat deine Anfrage genehmigt. Du hast **{ $amount }** bekommen.
moderation-news-declined = ❌ Das Mod-Team hat deine Anfrage nach mehr Tokens abgelehnt.

## Reports.

moderation-reported = ✅ Danke. Das Mod-Team sieht sich das Bild an.
moderation-report-heading = ### 🚩 Gemeldetes Bild
moderation-report = { $user } hat { $when } [dieses Bild]({ $link }) von { $owner } gemeldet.
moderation-remove-label = Entfernen
moderation-remove-refund-label = Entfernen und erstatten
moderation-dismiss-label = Verwerfen
moderation-remove-title = Bild entfernen
moderation-report-removed = ✅ { $actor } hat das Bild von { $owner } entfernt, das { $user } gemeldet hat.
moderation-report-dismissed = ✅ { $actor } hat die Meldung von { $user } zu [diesem Bild]({ $link }) von { $owner } verworfen.
moderation-refunded = Erstattet: **{ $amount }**.
moderation-not-refunded = Es gab nichts zu erstatten.

## Refused prompts.

moderation-refused-heading = ### 🛑 Abgelehnter Prompt
moderation-refused =
    { $has_entry ->
        [true] { $user } hat { $when } in { $channel } den gesperrten Eintrag „{ $entry }“ verwendet.
       *[false] Der Bilddienst hat { $when } einen Prompt von { $user } in { $channel } abgelehnt.
    }
moderation-paused-heading = ### ⏸️ Mitglied in Pause
moderation-paused =
    { $count ->
        [one] { $user } kann nach { $count } abgelehnten Prompt keine Bilder erstellen. Die Pause endet { $until }.
       *[other] { $user } kann nach { $count } abgelehnten Prompts keine Bilder erstellen. Die Pause endet { $until }.
    }
moderation-end-pause-label = Pause beenden

## The audit log.

moderation-audit-request-approved = hat die Anfrage von { $member } genehmigt und **{ $amount }** gegeben
moderation-audit-request-declined = hat die Token-Anfrage von { $member } abgelehnt
moderation-audit-member-paused =
    { $count ->
        [one] muss nach { $count } abgelehnten Prompt bis { $until } pausieren
       *[other] muss nach { $count } abgelehnten Prompts bis { $until } pausieren
    }
moderation-audit-picture-reported = hat [ein Bild]({ $link }) von { $member } gemeldet
moderation-audit-report-dismissed = hat eine Meldung zu [einem Bild]({ $link }) von { $member } verworfen

choice-kind-request_approved = Genehmigte Token-Anfragen
choice-kind-request_declined = Abgelehnte Token-Anfragen
choice-kind-member_paused = Mitglieder in Pause
choice-kind-picture_reported = Gemeldete Bilder
choice-kind-report_dismissed = Verworfene Meldungen

## What can go wrong.

error-channel-not-allowed = In diesem Kanal kannst du keine Bilder erstellen. Versuch es in { $channels }. { -not-charged }
error-role-not-allowed = Um hier Bilder zu erstellen, brauchst du eine dieser Rollen: { $roles }. { -not-charged }
error-too-many-at-once =
    { $limit ->
        [one] Auf diesem Server kannst du { $limit } Bild pro Anfrage erstellen. { -not-charged }
       *[other] Auf diesem Server kannst du bis zu { $limit } Bilder pro Anfrage erstellen. { -not-charged }
    }
error-prompt-blocked = Dein Prompt enthält ein Wort oder einen Ausdruck, den dieser Server sperrt. Ändere ihn und versuch es noch mal. { -not-charged }
error-member-paused =
    { $refused ->
        [one] Du kannst gerade keine Bilder erstellen, weil { $refused } deiner Prompts abgelehnt wurde. Du kannst es { $until_ms } wieder versuchen. { -not-charged }
       *[other] Du kannst gerade keine Bilder erstellen, weil { $refused } deiner Prompts abgelehnt wurden. Du kannst es { $until_ms } wieder versuchen. { -not-charged }
    }
error-on-cooldown = Dein nächstes Bild kannst du { $until_ms } erstellen. { -not-charged }
error-daily-limit-reached =
    { $limit ->
        [one] Auf diesem Server kannst du { $limit } Bild am Tag erstellen. Das nächste geht { $until_ms }. { -not-charged }
       *[other] Auf diesem Server kannst du { $limit } Bilder am Tag erstellen. Das nächste geht { $until_ms }. { -not-charged }
    }
error-no-staff-channel = Dieser Server hat keinen Kanal, in dem ich das Mod-Team erreiche. Sprich jemanden aus dem Team direkt an. { -unchanged }
error-already-asked = Du kannst alle 24 Stunden einmal um mehr Tokens bitten. Das geht { $again_at_ms } wieder. { -unchanged }
error-own-request = Über deine eigene Anfrage kannst du nicht entscheiden. Frag jemand anderen aus dem Mod-Team. { -unchanged }
error-already-decided =
    { $state ->
        [approved] <@{ $actor_id }> hat diese Anfrage schon genehmigt.
        [declined] <@{ $actor_id }> hat diese Anfrage schon abgelehnt.
        [removed] <@{ $actor_id }> hat dieses Bild schon entfernt.
        [dismissed] <@{ $actor_id }> hat diese Meldung schon verworfen.
       *[other] Das ist zu alt, um noch darüber zu entscheiden.
    } { -unchanged }
error-already-reported =
    { $open ->
        [true] Dieses Bild hat schon jemand gemeldet. Das Mod-Team sieht es sich an.
       *[false] Das Mod-Team hat sich dieses Bild schon angesehen.
    } { -unchanged }
error-no-picture-there = Diese Nachricht enthält keins meiner Bilder. { -unchanged }
