### Wettbewerbe: die Befehle, die Nachricht des Wettbewerbs, die Galerie, die Ergebnisse und was die Leitung liest.

## Neuigkeiten, die auf den nächsten Befehl des Mitglieds warten, und Meldungen für den Teamkanal.

notice-member-prize = Du hast mit Beitrag { $number } in **{ $title }** (Platz { $place }) **{ $amount }** gewonnen. Die Tokens sind in deinem Budget. Sieh sie dir mit { COMMAND("budget show") } an.
notice-member-disqualified = Dein Beitrag { $number } in **{ $title }** wurde disqualifiziert. Grund: „{ $reason }“
notice-contest-role =
    { $why ->
        [left] { $user } hat **{ $title }** gewonnen, aber den Server verlassen. Deshalb konnte ich { $role } nicht vergeben.
        [gone] Ich konnte { $user } die Gewinnerrolle von **{ $title }** nicht geben, weil die Rolle gelöscht wurde.
        [kept] Ich konnte { $user } die Rolle { $role } nicht wieder abnehmen, die es für **{ $title }** gab. Ich brauche „Rollen verwalten“ und eine Rolle darüber.
       *[forbidden] { $user } hat **{ $title }** gewonnen, aber ich kann { $role } nicht vergeben. Ich brauche „Rollen verwalten“ und eine Rolle darüber.
    }
