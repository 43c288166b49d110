### Wettbewerbe: die Befehle, die Nachricht des Wettbewerbs, die Galerie, die Ergebnisse und was die Leitung liest.

## Neuigkeiten, die auf den nächsten Befehl des Mitglieds warten, und Meldungen für den Team-Kanal.

notice-member-prize = Du hast mit Beitrag { $number } in **{ $title }** (Platz { $place }) **{ $amount }** gewonnen. Die Tokens sind in deinem Budget. Sieh sie dir mit { COMMAND("budget show") } an.
notice-member-disqualified = Dein Beitrag { $number } in **{ $title }** wurde disqualifiziert. Grund: „{ $reason }“
notice-contest-role =
    { $why ->
        [left] { $user } hat **{ $title }** gewonnen, aber den Server verlassen. Deshalb konnte ich { $role } nicht vergeben.
        [gone] Ich konnte { $user } die Gewinnerrolle von **{ $title }** nicht geben, weil die Rolle gelöscht wurde.
        [kept] Ich konnte { $user } die Rolle { $role } nicht wieder abnehmen, die es für **{ $title }** gab. Ich brauche „Rollen verwalten“ und eine Rolle darüber.
       *[forbidden] { $user } hat **{ $title }** gewonnen, aber ich kann { $role } nicht vergeben. Ich brauche „Rollen verwalten“ und eine Rolle darüber.
    }

## Befehle.

command-contest =
    .description = Wettbewerbe mit anonymer Abstimmung
command-contest-create =
    .description = Bereite einen Wettbewerb vor. Zuerst siehst du eine Vorschau
    .option-title = Wie er heißt
    .option-theme = Was die Bilder zeigen sollen
    .option-entries_until = Einsendeschluss, etwa 3d oder morgen 18:00
    .option-votes_until = Ende der Abstimmung, etwa 5d
    .option-opens = Beginn der Einsendungen (sonst sofort)
    .option-description = Mehr über den Wettbewerb
    .option-channel = Wo er angekündigt wird (sonst hier)
    .option-entries_per_member = Beiträge pro Mitglied (sonst 1)
    .option-picks = Wie viele Beiträge man wählen kann
    .option-prize_1 = Tokens für Platz 1, etwa 500k
    .option-prize_2 = Tokens für Platz 2
    .option-prize_3 = Tokens für Platz 3
    .option-winner_role = Rolle für den Sieg
    .option-winner_role_for = Wie lange es sie gibt, etwa 7d
    .option-entrants_role = Nötige Rolle zum Einsenden
    .option-voters_role = Nötige Rolle zum Abstimmen
    .option-min_days_in_server = Tage auf dem Server vor dem Beginn
    .option-anonymous = Namen bis zum Ende geheim (sonst ja)
    .option-public_entries = Öffentlich gezeigte Bilder zulassen
    .option-quorum = Nötige Stimmzettel für Preise
    .option-ties = Was bei Gleichstand gilt
    .option-cooldown = Wettbewerbe, deren Sieger pausieren
    .option-pool = Tokens, die Beiträge bezahlen
    .option-pool_per_member = Höchstens davon pro Mitglied
    .option-host_may_take_part = Leitung darf mitmachen
command-contest-list =
    .description = Die Wettbewerbe dieses Servers
command-contest-show =
    .description = Einen Wettbewerb ansehen
    .option-contest = { -option-contest }
command-contest-enter =
    .description = Reiche eines deiner Bilder ein
    .option-picture = Dein Bild
    .option-contest = { -option-contest }
command-contest-withdraw =
    .description = Zieh einen Beitrag vor der Abstimmung zurück
    .option-contest = { -option-contest }
command-contest-vote =
    .description = Sieh dir die Beiträge an und wähle
    .option-contest = { -option-contest }
command-contest-results =
    .description = Sieh nach, wer gewonnen hat
    .option-contest = { -option-contest }
command-contest-record =
    .description = Lade das Protokoll zum Nachprüfen herunter
    .option-contest = { -option-contest }
command-contest-extend =
    .description = Gib der aktuellen Phase mehr Zeit
    .option-until = Neues Ende, etwa 2d oder Sonntag 18:00
    .option-contest = { -option-contest }
command-contest-close =
    .description = Beende die aktuelle Phase sofort
    .option-contest = { -option-contest }
command-contest-cancel =
    .description = Sag einen Wettbewerb ab, ohne Preise
    .option-reason = Warum (alle können es lesen)
    .option-contest = { -option-contest }
command-contest-disqualify =
    .description = Disqualifiziere einen Beitrag
    .option-entry = Nummer des Beitrags
    .option-reason = Warum (am Ende lesen es alle)
    .option-contest = { -option-contest }
    .option-move_up = Nach dem Ende andere aufrücken lassen
command-contest-edit =
    .description = Ändere einen laufenden Wettbewerb
    .option-description = Neue Beschreibung
    .option-channel = Neuer Kanal
    .option-prize_1 = Höherer erster Preis
    .option-prize_2 = Höherer zweiter Preis
    .option-prize_3 = Höherer dritter Preis
    .option-contest = { -option-contest }
command-contest-hosts =
    .description = Wähle eine Rolle, die Wettbewerbe leitet
    .option-role = Rolle (leer: nur „Server verwalten“)

-option-contest = Welcher Wettbewerb

menu-enter-in-contest = Beim Wettbewerb einreichen

choice-ties-share = Platz und Preise teilen
choice-ties-draw = Das Los entscheidet

## Die Nachricht des Wettbewerbs.

contest-enter-label = Mitmachen
contest-vote-label = Abstimmen
contest-rules-label = Regeln
contest-phase =
    { $phase ->
        [announced] Einsendungen sind ab { $at } möglich ({ $in }).
        [open] **Einsendungen sind möglich** bis { $at } ({ $in }).
        [voting] **Die Abstimmung läuft** bis { $at } ({ $in }).
        [closed] **Dieser Wettbewerb ist vorbei.** Er endete { $at }.
       *[cancelled] **Dieser Wettbewerb wurde abgesagt** { $at }. Es gab keine Preise.
    }
contest-theme = Thema: **{ $theme }**
contest-entries-count =
    { $entries ->
        [0] Noch keine Beiträge
        [one] { $entries } Beitrag
       *[other] { $entries } Beiträge
    }
contest-prize = Preis für Platz { $place }: **{ $prize }**
contest-cancel-reason = Grund: „{ $reason }“
contest-commitment = Nachweis für ein ehrliches Los: `{ $hash }`
contest-missing-post = Ich kann in { $channel } nicht schreiben. Erlaub mir dort { $permissions }. Sonst kommen die Ergebnisse in den Teamkanal.
contest-missing-pin = Ich kann die Nachricht in { $channel } nicht anpinnen. Erlaub mir dort **Nachrichten anpinnen** oder pinne sie selbst an.
contest-missing-role = Ich kann { $role } nicht vergeben. Erlaub mir **Rollen verwalten** und zieh meine Rolle darüber, oder vergib sie selbst.

## Die Regeln.

contest-rule-times = Einsendungen sind von { $opens } bis { $entries } möglich. Die Abstimmung endet { $votes }.
contest-rule-entries =
    { $count ->
        [one] Jedes Mitglied kann { $count } Bild einreichen, das ich hier nach dem Beginn für es gemacht habe.
       *[other] Jedes Mitglied kann { $count } Bilder einreichen, die ich hier nach dem Beginn für es gemacht habe.
    }
contest-rule-anonymous =
    { $anonymous ->
        [true]
            { $public ->
                [true] Namen und Prompts bleiben bis zum Ende geheim. Auch öffentlich gezeigte Bilder sind erlaubt.
               *[false] Namen und Prompts bleiben bis zum Ende geheim. Nur privat gemachte Bilder sind erlaubt.
            }
       *[false] Alle sehen, von wem welcher Beitrag ist.
    }
contest-rule-voters =
    { $joined ->
        [any] Zum Abstimmen muss dein Konto { $age } Tage alt sein.
       *[other] Zum Abstimmen brauchst du ein { $age } Tage altes Konto und musst vor { $joined } auf den Server gekommen sein.
    }
contest-rule-entrants-role = Zum Mitmachen brauchst du { $role }.
contest-rule-voters-role = Zum Abstimmen brauchst du { $role }.
contest-rule-picks =
    { $known ->
        [true]
            { $picks ->
                [one] Jede Person kann { $picks } Beitrag wählen, nie den eigenen. Bis zum Ende kannst du deine Wahl ändern.
               *[other] Jede Person kann { $picks } Beiträge wählen, nie die eigenen. Bis zum Ende kannst du deine Wahl ändern.
            }
       *[false] Jede Person kann 3 Beiträge wählen, bei vielen Beiträgen bis zu 5, nie die eigenen. Bis zum Ende kannst du deine Wahl ändern.
    }
contest-rule-quorum =
    { $awards ->
        [role]
            { $quorum ->
                [one] Die Rolle gibt es, wenn mindestens { $quorum } Mitglied abstimmt.
               *[other] Die Rolle gibt es, wenn mindestens { $quorum } Mitglieder abstimmen.
            }
        [both]
            { $quorum ->
                [one] Preise und Rolle gibt es, wenn mindestens { $quorum } Mitglied abstimmt.
               *[other] Preise und Rolle gibt es, wenn mindestens { $quorum } Mitglieder abstimmen.
            }
       *[prizes]
            { $quorum ->
                [one] Preise gibt es, wenn mindestens { $quorum } Mitglied abstimmt.
               *[other] Preise gibt es, wenn mindestens { $quorum } Mitglieder abstimmen.
            }
    }
contest-rule-expiry = Preise verfallen { $span } nach dem Ende.
contest-rule-ties =
    { $ties ->
        [share] Bei Gleichstand teilen sich die Beiträge den Platz und seine Preise.
       *[draw] Bei Gleichstand entscheidet das veröffentlichte Los.
    }
contest-rule-cooldown =
    { $contests ->
        [one] Wer den letzten Wettbewerb gewonnen hat, kann mitmachen, bekommt aber keinen Platz.
       *[other] Wer einen der letzten { $contests } Wettbewerbe gewonnen hat, kann mitmachen, bekommt aber keinen Platz.
    }
contest-rule-pool =
    { $limited ->
        [true] Ein Topf von { $pool } bezahlt Bilder, die mit **Mitmachen** entstehen, bis zu { $limit } pro Mitglied.
       *[false] Ein Topf von { $pool } bezahlt Bilder, die mit **Mitmachen** entstehen.
    }
contest-rule-winner-role =
    { $limited ->
        [true] Wer gewinnt, bekommt { $role } für { $span }.
       *[false] Wer gewinnt, bekommt { $role }.
    }
contest-rule-hosts =
    { $can ->
        [true] Leitung: { $hosts }. Sie kann mitmachen, gewinnt aber keine Tokens.
       *[false] Leitung: { $hosts }. Sie kann nicht mitmachen.
    }
contest-rule-proof = Mit { COMMAND("contest record") } kann jeder das Ergebnis nachprüfen. Die Lose folgen aus einem Startwert mit dem SHA-256 `{ $hash }`.
contest-nobody = niemand
contest-span =
    { $unit ->
        [days]
            { $count ->
                [one] { $count } Tag
               *[other] { $count } Tage
            }
        [hours]
            { $count ->
                [one] { $count } Stunde
               *[other] { $count } Stunden
            }
       *[minutes]
            { $count ->
                [one] { $count } Minute
               *[other] { $count } Minuten
            }
    }

## Listen und Auswahl.

contest-list-title = ### Wettbewerbe auf diesem Server
contest-list-empty = Auf diesem Server gibt es noch keine Wettbewerbe. Wer ihn verwalten darf, startet einen mit { COMMAND("contest create") }.
contest-list-line =
    { $phase ->
        [announced] - **{ $title }** beginnt { $when }.
        [open] - **{ $title }** nimmt bis { $when } Beiträge an ({ contest-entries-count }).
        [voting] - **{ $title }** wird bis { $when } abgestimmt ({ contest-entries-count }).
        [closed] - **{ $title }** endete { $when } ({ contest-entries-count }).
       *[cancelled] - **{ $title }** wurde { $when } abgesagt.
    }
contest-choice =
    { $phase ->
        [announced] { $title } (beginnt noch)
        [open] { $title } (Einsendungen)
        [voting] { $title } (Abstimmung)
        [closed] { $title } (vorbei)
       *[cancelled] { $title } (abgesagt)
    }
contest-suggest-choice = { $typed } heißt { $meaning }
contest-entry-choice = Beitrag { $number }
contest-picture-choice =
    { $unit ->
        [minutes] vor { $count } Min.: { $prompt }
        [hours] vor { $count } Std.: { $prompt }
       *[days] vor { $count } Tagen: { $prompt }
    }

## Einen Wettbewerb vorbereiten.

contest-preview = ### Vorschau auf { $title }
    Es ist noch nichts angelegt. Prüf die Zeiten und drück dann **{ contest-create-label }**.
contest-create-label = Anlegen
contest-more-label = Mehr …
contest-discard-label = Verwerfen
contest-line = **{ $setting }**: { $value }
contest-value-none =
    { $setting ->
        [picks] 3, bei vielen Beiträgen bis zu 5
        [quorum] 5 Stimmzettel, oder 2 pro Preis, wenn das mehr ist
       *[other] keine Angabe
    }
contest-value-flag =
    { $value ->
        [true] ja
        [yes] ja
       *[false] nein
    }
contest-value-number = { $number }
contest-amount = { $tokens } ({ $pictures }, { $dollars })
contest-topics-placeholder = Was möchtest du ändern?
contest-group-texts-title = Texte und Kanal
contest-group-times-title = Zeiten
contest-group-prizes-title = Preise
contest-group-voting-title = Beiträge und Stimmen
contest-group-members-title = Wer mitmachen kann
contest-group-anonymity-title = Geheimhaltung
contest-group-extras-title = Topf und Siegerrolle
contest-setting-title-field = Titel
contest-setting-theme-field = Thema
contest-setting-description-field = Beschreibung
contest-setting-channel-field = Kanal
contest-setting-opens-field = Beginn der Einsendungen
contest-setting-entries_until-field = Einsendeschluss
contest-setting-votes_until-field = Ende der Abstimmung
contest-setting-prize_1-field = Erster Preis (Tokens)
contest-setting-prize_2-field = Zweiter Preis (Tokens)
contest-setting-prize_3-field = Dritter Preis (Tokens)
contest-setting-prizes_expire-field = Preise verfallen nach (etwa 30d)
contest-setting-quorum-field = Nötige Stimmzettel für Preise
contest-setting-entries_per_member-field = Beiträge pro Mitglied
contest-setting-picks-field = Stimmen pro Person
contest-setting-ties-field = Gleichstand
contest-setting-cooldown-field = Wettbewerbe, deren Sieger pausieren
contest-setting-anonymous-field = Namen bis zum Ende geheim
contest-setting-entrants_role-field = Nötige Rolle zum Mitmachen
contest-setting-voters_role-field = Nötige Rolle zum Abstimmen
contest-setting-min_days_in_server-field = Tage auf dem Server vor dem Beginn
contest-setting-min_account_days-field = Mindestalter der Konten in Tagen
contest-setting-joined_before_opening-field = Nur wer vor dem Start da war stimmt ab
contest-setting-host_may_take_part-field = Leitung kann mitmachen
contest-setting-public_entries-field = Öffentlich gezeigte Bilder erlaubt
contest-setting-pool-field = Topf für Beiträge (Tokens)
contest-setting-pool_per_member-field = Höchstens aus dem Topf pro Mitglied
contest-setting-winner_role-field = Siegerrolle
contest-setting-winner_role_for-field = Dauer der Siegerrolle (etwa 7d)
contest-setting-until-field = Neues Ende
contest-setting-prizes-field = Preise
contest-setting-reason-field = Grund
contest-created = **{ $title }** ist angelegt. Die Nachricht erscheint gleich in { $channel }.
contest-discarded = Verworfen. Es wurde nichts angelegt.

## Mitmachen.

contest-enter-title = Beim Wettbewerb mitmachen
contest-enter-about =
    { $pool ->
        [true] Thema: { $theme }. Nur du siehst das Bild. Es wird aus dem Topf des Wettbewerbs bezahlt, und aus deinem Budget, wenn der Topf leer ist.
       *[false] Thema: { $theme }. Nur du siehst das Bild. Es wird aus deinem Budget bezahlt.
    }
contest-prompt-field = Dein Prompt
contest-size-field = Größe
contest-offer-label = Beim Wettbewerb einreichen
contest-which = Bei welchem Wettbewerb möchtest du es einreichen?
contest-which-placeholder = Wähle einen Wettbewerb
contest-entered =
    { $out ->
        [true] Dein Bild ist bei **{ $title }** dabei, aber außer Konkurrenz, weil du vor Kurzem gewonnen hast. Es bekommt keinen Platz. Du kannst es bis { $until } zurückziehen.
       *[false] Dein Bild ist bei **{ $title }** dabei. Du kannst es bis { $until } zurückziehen.
    }
contest-withdraw-label = Zurückziehen
contest-withdraw-nth-label = { $number } zurückziehen
contest-withdraw-which = Welchen Beitrag möchtest du zurückziehen?
contest-withdrawn = Dein Beitrag zu **{ $title }** ist zurückgezogen. Bis zum Einsendeschluss kannst du ein anderes Bild einreichen.

## Abstimmen.

contest-page =
    { $limit ->
        [one] **Beitrag { $number }** · { $position } von { $entries } · { $used } von { $limit } Stimme vergeben
       *[other] **Beitrag { $number }** · { $position } von { $entries } · { $used } von { $limit } Stimmen vergeben
    }
contest-page-own = Das ist dein eigener Beitrag. Ihn kannst du nicht wählen.
contest-page-maker = Von { $user }.
contest-page-disqualified = Dieser Beitrag ist disqualifiziert. Grund: „{ $reason }“
contest-page-receipt = Du kannst deine Wahl bis { $until } ändern. Dein Beleg ist `{ $receipt }`. Nur du kennst ihn, und mit ihm findest du deinen Stimmzettel im Protokoll.
contest-previous-label = Zurück
contest-next-label = Weiter
contest-pick-label = Wählen
contest-unpick-label = Abwählen
contest-sheet-label = Alle Beiträge
contest-one-label = Einzeln ansehen
contest-sheet = **{ $title }** · Beiträge, Bogen { $sheet } von { $sheets }
contest-jump-placeholder = Zu einem Beitrag springen
contest-jump-choice =
    { $picked ->
        [true] Beitrag { $number } ✓
       *[false] Beitrag { $number }
    }
contest-entry-alt = Beitrag { $number }

## Ergebnisse.

contest-results-title =
    { $changed ->
        [true] Geänderte Ergebnisse von { $title }
       *[false] Ergebnisse von { $title }
    }
contest-results-empty = Niemand hat etwas eingereicht, also gab es nichts abzustimmen.
contest-results-turnout =
    { $ballots ->
        [one] { $ballots } Stimmzettel zählt, { $voters } haben sich die { $entries } Beiträge angesehen.
       *[other] { $ballots } Stimmzettel zählen, { $voters } haben sich die { $entries } Beiträge angesehen.
    }
contest-results-quorum =
    { $awards ->
        [prizes]
            { $ballots ->
                [one] Für Preise waren { $quorum } Stimmzettel nötig, es war { $ballots }. Deshalb gibt es keine Preise.
               *[other] Für Preise waren { $quorum } Stimmzettel nötig, es waren { $ballots }. Deshalb gibt es keine Preise.
            }
        [role]
            { $ballots ->
                [one] Für die Rolle waren { $quorum } Stimmzettel nötig, es war { $ballots }. Deshalb bekommt sie niemand.
               *[other] Für die Rolle waren { $quorum } Stimmzettel nötig, es waren { $ballots }. Deshalb bekommt sie niemand.
            }
        [both]
            { $ballots ->
                [one] Für Preise und Rolle waren { $quorum } Stimmzettel nötig, es war { $ballots }. Deshalb gibt es keine Preise, und die Rolle bekommt niemand.
               *[other] Für Preise und Rolle waren { $quorum } Stimmzettel nötig, es waren { $ballots }. Deshalb gibt es keine Preise, und die Rolle bekommt niemand.
            }
       *[none]
            { $ballots ->
                [one] Es gab nur { $ballots } Stimmzettel. Für einen Sieg waren { $quorum } nötig.
               *[other] Es gab nur { $ballots } Stimmzettel. Für einen Sieg waren { $quorum } nötig.
            }
    }
contest-results-proof = Prüf das Ergebnis mit { COMMAND("contest record") } nach. Nachweis: `{ $hash }`
contest-results-more =
    { $count ->
        [one] Und { $count } weiterer Beitrag. Deinen siehst du mit dem Knopf unten.
       *[other] Und { $count } weitere Beiträge. Deinen siehst du mit dem Knopf unten.
    }
contest-votes =
    { $votes ->
        [one] { $votes } Stimme
       *[other] { $votes } Stimmen
    }
contest-standing =
    { $state ->
        [placed] **{ $place }.** Beitrag { $number } von { $maker } · { contest-votes }
        [disqualified] Beitrag { $number } von { $maker } · { contest-votes } · disqualifiziert
        [out] Beitrag { $number } von { $maker } · { contest-votes } · außer Konkurrenz
       *[none] Beitrag { $number } von { $maker } · { contest-votes }
    }
contest-standing-prize = · gewinnt **{ $prize }**
contest-standing-withheld = · die Leitung gewinnt keine Tokens
contest-standing-reason = · „{ $reason }“
contest-place-label = Mein Platz
contest-place-none = Du hattest keinen Beitrag in diesem Wettbewerb.
contest-record = Das ist das Protokoll des Wettbewerbs. Prüf es mit `python verify_contest.py { $file }`. Das Skript liegt bei Easel im Ordner `docs`.

## Was die Leitung tut.

contest-extended = **{ $title }** hat mehr Zeit. { $phase ->
        [announced] Einsendungen sind ab { $until } möglich, und die Abstimmung endet { $votes }.
        [open] Einsendeschluss ist { $until }, und die Abstimmung endet { $votes }.
       *[voting] Die Abstimmung endet { $until }.
    }
contest-moved =
    { $phase ->
        [open] Für **{ $title }** sind jetzt Einsendungen möglich.
        [voting] Die Abstimmung über **{ $title }** läuft jetzt.
        [closed] **{ $title }** ist vorbei. Die Ergebnisse erscheinen gleich.
       *[cancelled] **{ $title }** wurde abgesagt.
    }
contest-cancelled = **{ $title }** ist abgesagt. Es gibt keine Preise, und nichts wird verraten.
contest-edited = **{ $title }** ist geändert. Die Nachricht zeigt es gleich.
contest-disqualified =
    Beitrag { $number } von **{ $title }** ist disqualifiziert. { $after ->
        [true]
            { $moved ->
                [true] Sein Platz entfällt, und die anderen rücken auf.
               *[false] Sein Platz entfällt. Niemand rückt auf.
            }
       *[false] Er bekommt keinen Platz. Wer ihn eingereicht hat, liest den Grund.
    }{ $prize ->
        [taken] { " " }Ich habe { $taken } zurückgenommen, die noch nicht ausgegeben waren.
        [spent] { " " }Der Preis ist schon ausgegeben, deshalb gibt es nichts zurückzuholen.
       *[none] { "" }
    }
contest-hosts-set =
    { $has_role ->
        [true] Mitglieder mit { $role } können jetzt Wettbewerbe leiten, neben denen mit „Server verwalten“.
       *[false] Nur noch Mitglieder mit „Server verwalten“ können Wettbewerbe leiten.
    }

## Das Audit-Log.

choice-kind-contest_created = Wettbewerb angelegt
choice-kind-contest_moved = Nächste Phase eines Wettbewerbs
choice-kind-contest_extended = Wettbewerb verlängert
choice-kind-contest_edited = Wettbewerb geändert
choice-kind-contest_cancelled = Wettbewerb abgesagt
choice-kind-contest_disqualified = Beitrag disqualifiziert
choice-kind-contest_paid = Preis ausgezahlt
choice-kind-contest_hosts_role = Leitungsrolle geändert
contest-audit-created = hat den Wettbewerb **{ $title }** angelegt. Einsendungen von { $opens } bis { $entries }, Abstimmung bis { $votes }.
contest-audit-moved =
    { $phase ->
        [open] hat die Einsendungen für Wettbewerb { $contest } eröffnet
        [voting] hat die Abstimmung über Wettbewerb { $contest } eröffnet
        [closed] hat Wettbewerb { $contest } beendet
       *[cancelled] hat Wettbewerb { $contest } abgesagt
    }{ $clock ->
        [true] { " " }(nach der Uhr)
       *[false] { "" }
    }
contest-audit-extended = hat Wettbewerb { $contest } von { $old } bis { $new } verlängert
contest-audit-edited = hat Wettbewerb { $contest } geändert: { $changes }
contest-audit-change =
    { $name ->
        [channel_id] Kanal { $value }
        [prizes] Preise { $value }
       *[description]
            { $empty ->
                [true] keine Beschreibung
               *[false] Beschreibung „{ $value }“
            }
    }
contest-audit-cancelled = hat Wettbewerb { $contest } abgesagt
contest-audit-disqualified =
    hat Beitrag { $number } von Wettbewerb { $contest } disqualifiziert{ $after ->
        [true]
            { $moved ->
                [true] { " " }(nach dem Ende, andere rücken auf)
               *[false] { " " }(nach dem Ende)
            }
       *[false] { "" }
    }{ $has_taken ->
        [true] . { $taken } zurückgenommen
       *[false] { "" }
    }
contest-audit-paid = hat { $user } { $amount } für Platz { $place } in Wettbewerb { $contest } gezahlt (Beitrag { $number })
contest-audit-hosts-role =
    { $has_role ->
        [true] lässt Mitglieder mit { $role } Wettbewerbe leiten
       *[false] lässt nur noch Mitglieder mit „Server verwalten“ Wettbewerbe leiten
    }

## Was Mitgliedern und der Leitung verwehrt wird. Die IDs sind die Namen der Fehlerklassen.

error-invalid-contest-setting = **{ $setting }** kann das nicht sein. { $range ->
        [both] Möglich ist { $least } bis { $most }.
        [least] Möglich ist { $least } oder mehr.
        [most] Möglich ist { $most } oder weniger.
       *[none] Wähle etwas anderes.
    } { -unchanged }
error-text-too-long = **{ $setting }** ist { $length } Zeichen lang, erlaubt sind { $most }. { -unchanged }
error-text-missing = **{ $setting }** ist leer. { -unchanged }
error-prize-gap = Für Platz { $place } gibt es keinen Preis, aber für einen Platz danach. Leg ihn auch fest. { -unchanged }
error-depends-on = **{ $setting }** bewirkt nichts ohne **{ $other }**. Leg beides fest oder keins. { -unchanged }
error-deadlines-out-of-order = **{ $later }** ({ $later_at_ms }) muss nach **{ $earlier }** ({ $earlier_at_ms }) kommen. { -unchanged }
error-phase-too-short =
    { $phase ->
        [voting] Die Abstimmung muss mindestens eine Minute dauern.
       *[open] Einsendungen müssen mindestens eine Minute lang möglich sein.
    } { -unchanged }
error-deadline-passed =
    { $setting ->
        [open] Einsendeschluss war { $at_ms }, das kam also zu spät.
        [voting] Die Abstimmung endete { $at_ms }, das kam also zu spät.
        [announced] Die Einsendungen begannen { $at_ms }, das kam also zu spät.
       *[other] { $at_ms } ist schon vorbei. Wähle eine spätere Zeit.
    } { -unchanged }
error-not-host =
    { $has_role_id ->
        [true] Das können nur Mitglieder mit „Server verwalten“ oder { $role_id }. { -unchanged }
       *[false] Das können nur Mitglieder mit „Server verwalten“. { -unchanged }
    }
error-hosts-take-no-part = Du leitest diesen Wettbewerb, deshalb kannst du nicht mitmachen und nicht abstimmen. { -unchanged }
error-no-such-contest = So einen Wettbewerb gibt es hier gerade nicht. Alle siehst du mit { COMMAND("contest list") }. { -unchanged }
error-several-contests = Welchen Wettbewerb meinst du? Es gibt { $list }. Wähle einen mit der Option `contest`. { -unchanged }
error-no-such-draft = Dieser Wettbewerb ist schon angelegt oder verworfen. Sieh mit { COMMAND("contest list") } nach. { -unchanged }
error-no-such-entry =
    { $has_number ->
        [true] Einen Beitrag { $number } gibt es nicht. { -unchanged }
       *[false] Da ist kein Beitrag. { -unchanged }
    }
error-wrong-phase =
    { $phase ->
        [closed] Dieser Wettbewerb ist vorbei.
        [cancelled] Dieser Wettbewerb wurde abgesagt.
       *[other]
            { $needed ->
                [open]
                    { $phase ->
                        [announced] Einsendungen sind noch nicht möglich. Sie beginnen { $at_ms }.
                       *[other] Der Einsendeschluss ist vorbei.
                    }
                [voting] Die Abstimmung läuft noch nicht. Sie beginnt { $at_ms }.
                [closed] Dieser Wettbewerb ist noch nicht vorbei. Die Abstimmung endet { $at_ms }.
               *[none]
                    { $phase ->
                        [announced] Einsendungen sind noch nicht möglich.
                        [open] Einsendungen sind jetzt möglich.
                       *[voting] Die Abstimmung läuft jetzt.
                    }
            }
    } { -unchanged }
error-not-eligible = Du kannst bei diesem Wettbewerb nicht mitmachen. { -unchanged }
error-bots-take-no-part = Bots können bei Wettbewerben nicht mitmachen. { -unchanged }
error-role-missing = Dafür brauchst du { $role_id }. { -unchanged }
error-joined-too-late = Das können nur Mitglieder, die vor { $before_ms } auf den Server gekommen sind. { -unchanged }
error-account-too-young =
    { $days ->
        [one] Zum Abstimmen muss dein Konto { $days } Tag alt sein. Du kannst { $old_enough_at_ms } abstimmen.
       *[other] Zum Abstimmen muss dein Konto { $days } Tage alt sein. Du kannst { $old_enough_at_ms } abstimmen.
    } { -unchanged }
error-picture-not-eligible = Dieses Bild kann nicht teilnehmen. { -unchanged }
error-not-your-picture = Du kannst nur Bilder einreichen, die ich auf diesem Server für dich gemacht habe. { -unchanged }
error-made-too-early = Dieses Bild entstand vor dem Beginn der Einsendungen { $opened_at_ms }. Mach ein neues. { -unchanged }
error-made-in-public = Alle haben gesehen, von wem dieses Bild ist, und der Wettbewerb ist anonym. Mach eins mit **{ contest-enter-label }** bei der Nachricht des Wettbewerbs oder mit `private` in { COMMAND("imagine") }. { -unchanged }
error-already-entered = Dieses Bild ist schon dabei. { -unchanged }
error-too-many-entries =
    { $limit ->
        [one] Du kannst { $limit } Beitrag haben. Zieh deinen zuerst mit { COMMAND("contest withdraw") } zurück. { -unchanged }
       *[other] Du kannst { $limit } Beiträge haben. Zieh zuerst einen mit { COMMAND("contest withdraw") } zurück. { -unchanged }
    }
error-contest-full = Dieser Wettbewerb hat { $limit } Beiträge, mehr gehen nicht. { -unchanged }
error-own-entry = Den eigenen Beitrag kannst du nicht wählen. { -unchanged }
error-entry-disqualified = Dieser Beitrag ist disqualifiziert. { -unchanged }
error-no-picks-left =
    { $limit ->
        [one] Du hast deine { $limit } Stimme vergeben. Wähl den anderen Beitrag zuerst ab. { -unchanged }
       *[other] Du hast alle { $limit } Stimmen vergeben. Wähl zuerst einen anderen Beitrag ab. { -unchanged }
    }
error-took-part = Du hattest einen Beitrag in diesem Wettbewerb, deshalb muss das jemand anderes aus der Leitung tun. { -unchanged }
error-only-up = **{ $setting }** kann während des Wettbewerbs nur steigen. Mindestens { $least } ist nötig. { -unchanged }
error-pool-empty = Im Topf des Wettbewerbs ist für dieses Bild zu wenig übrig. { -not-charged }
error-no-copy-left = Dieses Bild habe ich nicht mehr. Mach ein neues. { -unchanged }
