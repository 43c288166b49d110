### Concursos: los comandos, el mensaje del concurso, la galería, los resultados y lo que lee quien organiza.

## Noticias que esperan al siguiente comando del miembro, y avisos para el canal del equipo.

notice-member-prize = Ganaste **{ $amount }** con la entrada { $number } en **{ $title }** (puesto { $place }). Los tokens ya están en tu presupuesto. Míralos con { COMMAND("budget show") }.
notice-member-disqualified = Tu entrada { $number } en **{ $title }** fue descalificada. Motivo: «{ $reason }»
notice-contest-role =
    { $why ->
        [left] { $user } ganó **{ $title }**, pero ya no está en el servidor, así que no pude darle { $role }.
        [gone] No pude dar a { $user } el rol de ganador de **{ $title }** porque alguien eliminó el rol.
        [kept] No pude quitar a { $user } el rol { $role }, que ganó en **{ $title }** hace un tiempo. Necesito «Gestionar roles» y un rol por encima.
       *[forbidden] { $user } ganó **{ $title }**, pero no puedo darle { $role }. Necesito «Gestionar roles» y un rol por encima.
    }

## Comandos.

command-contest =
    .description = Concursos con votación anónima
command-contest-create =
    .description = Prepara un concurso. Primero verás una vista previa
    .option-title = Cómo se llama
    .option-theme = Qué deben mostrar las imágenes
    .option-entries_until = Fin de entradas: 3d o mañana 18:00
    .option-votes_until = Fin de la votación, como 5d
    .option-opens = Inicio de entradas (por defecto, ya)
    .option-description = Más sobre el concurso
    .option-channel = Dónde se anuncia (por defecto, aquí)
    .option-entries_per_member = Entradas por miembro (por defecto 1)
    .option-picks = Entradas que se pueden elegir
    .option-prize_1 = Tokens para el primero, como 500k
    .option-prize_2 = Tokens para el segundo
    .option-prize_3 = Tokens para el tercero
    .option-winner_role = Rol para quien gane
    .option-winner_role_for = Cuánto dura ese rol, como 7d
    .option-entrants_role = Rol necesario para participar
    .option-voters_role = Rol necesario para votar
    .option-min_days_in_server = Días en el servidor antes de abrir
    .option-anonymous = Autores ocultos hasta el final
    .option-public_entries = Permitir imágenes públicas
    .option-quorum = Papeletas necesarias para premios
    .option-ties = Qué pasa con los empates
    .option-cooldown = Concursos sin puesto para ganadores
    .option-pool = Tokens que pagan las entradas
    .option-pool_per_member = Máximo del fondo por miembro
    .option-host_may_take_part = Quien organiza puede participar
command-contest-list =
    .description = Los concursos de este servidor
command-contest-show =
    .description = Ver un concurso
    .option-contest = { -option-contest }
command-contest-enter =
    .description = Participa con una de tus imágenes
    .option-picture = Tu imagen
    .option-contest = { -option-contest }
command-contest-withdraw =
    .description = Retira una entrada antes de la votación
    .option-contest = { -option-contest }
command-contest-vote =
    .description = Mira las entradas y elige las mejores
    .option-contest = { -option-contest }
command-contest-results =
    .description = Mira quién ganó
    .option-contest = { -option-contest }
command-contest-record =
    .description = Descarga el acta para comprobarlo
    .option-contest = { -option-contest }
command-contest-extend =
    .description = Da más tiempo a la fase actual
    .option-until = Nuevo final, como 2d o domingo 18:00
    .option-contest = { -option-contest }
command-contest-close =
    .description = Termina ya la fase actual
    .option-contest = { -option-contest }
command-contest-cancel =
    .description = Cancela un concurso, sin premios
    .option-reason = Motivo (cualquiera puede leerlo)
    .option-contest = { -option-contest }
command-contest-disqualify =
    .description = Descalifica una entrada
    .option-entry = Número de la entrada
    .option-reason = Motivo (al final lo leen todos)
    .option-contest = { -option-contest }
    .option-move_up = Tras el final, que suban los demás
command-contest-edit =
    .description = Cambia un concurso en curso
    .option-description = Nueva descripción
    .option-channel = Nuevo canal
    .option-prize_1 = Primer premio más alto
    .option-prize_2 = Segundo premio más alto
    .option-prize_3 = Tercer premio más alto
    .option-contest = { -option-contest }
command-contest-hosts =
    .description = Elige un rol que pueda organizar concursos
    .option-role = Rol (vacío: solo Gestionar servidor)

-option-contest = Qué concurso

menu-enter-in-contest = Participar en el concurso

choice-ties-share = Compartir el puesto y sus premios
choice-ties-draw = Decide el sorteo

## El mensaje del concurso.

contest-enter-label = Participar
contest-vote-label = Votar
contest-rules-label = Reglas
contest-phase =
    { $phase ->
        [announced] Las entradas se abren { $at } ({ $in }).
        [open] **Se admiten entradas** hasta { $at } ({ $in }).
        [voting] **La votación está abierta** hasta { $at } ({ $in }).
        [closed] **Este concurso ha terminado.** Acabó { $at }.
       *[cancelled] **Este concurso se canceló** { $at }. No se pagó nada.
    }
contest-theme = Tema: **{ $theme }**
contest-entries-count =
    { $entries ->
        [0] Aún no hay entradas
        [one] { $entries } entrada
        [many] { $entries } de entradas
       *[other] { $entries } entradas
    }
contest-prize = Premio para el puesto { $place }: **{ $prize }**
contest-cancel-reason = Motivo: «{ $reason }»
contest-commitment = Prueba de un sorteo limpio: `{ $hash }`
contest-missing-post = No puedo publicar en { $channel }. Permíteme allí { $permissions }. Si no, los resultados irán al canal del equipo.
contest-missing-pin = No puedo fijar el mensaje en { $channel }. Permíteme allí **Fijar mensajes** o fíjalo tú.
contest-missing-role = No puedo dar { $role }. Permíteme **Gestionar roles** y pon mi rol por encima, o dalo tú.

## Las reglas.

contest-rule-times = Las entradas se abren { $opens } y se cierran { $entries }. La votación acaba { $votes }.
contest-rule-entries =
    { $count ->
        [one] Cada miembro puede presentar { $count } imagen que yo le haya hecho aquí desde la apertura.
        [many] Cada miembro puede presentar { $count } de imágenes que yo le haya hecho aquí desde la apertura.
       *[other] Cada miembro puede presentar { $count } imágenes que yo le haya hecho aquí desde la apertura.
    }
contest-rule-anonymous =
    { $anonymous ->
        [true]
            { $public ->
                [true] Los autores y los prompts son secretos hasta el final. Se admiten imágenes publicadas.
               *[false] Los autores y los prompts son secretos hasta el final. Solo se admiten imágenes hechas en privado.
            }
       *[false] Cualquiera puede ver quién hizo cada entrada.
    }
contest-rule-voters =
    { $joined ->
        [any] Para votar, tu cuenta debe tener { $age } días.
       *[other] Para votar necesitas una cuenta de { $age } días y haber entrado en el servidor antes de { $joined }.
    }
contest-rule-entrants-role = Para participar necesitas { $role }.
contest-rule-voters-role = Para votar necesitas { $role }.
contest-rule-picks =
    { $known ->
        [true]
            { $picks ->
                [one] Cada votante puede elegir { $picks } entrada, nunca la suya. Puedes cambiar tu voto hasta el final.
                [many] Cada votante puede elegir { $picks } de entradas, nunca las suyas. Puedes cambiar tu voto hasta el final.
               *[other] Cada votante puede elegir { $picks } entradas, nunca las suyas. Puedes cambiar tu voto hasta el final.
            }
       *[false] Cada votante puede elegir 3 entradas, o hasta 5 si hay muchas, nunca las suyas. Puedes cambiar tu voto hasta el final.
    }
contest-rule-quorum =
    { $awards ->
        [role]
            { $quorum ->
                [one] El rol se da si vota al menos { $quorum } miembro.
                [many] El rol se da si votan al menos { $quorum } de miembros.
               *[other] El rol se da si votan al menos { $quorum } miembros.
            }
        [both]
            { $quorum ->
                [one] Se pagan premios y se da el rol si vota al menos { $quorum } miembro.
                [many] Se pagan premios y se da el rol si votan al menos { $quorum } de miembros.
               *[other] Se pagan premios y se da el rol si votan al menos { $quorum } miembros.
            }
       *[prizes]
            { $quorum ->
                [one] Se pagan premios si vota al menos { $quorum } miembro.
                [many] Se pagan premios si votan al menos { $quorum } de miembros.
               *[other] Se pagan premios si votan al menos { $quorum } miembros.
            }
    }
contest-rule-expiry = Los premios caducan { $span } después del final.
contest-rule-ties =
    { $ties ->
        [share] Las entradas empatadas comparten el puesto y sus premios.
       *[draw] Los empates los decide el sorteo publicado.
    }
contest-rule-cooldown =
    { $contests ->
        [one] Quien ganó el último concurso puede participar, pero sin puesto.
        [many] Quien ganó uno de los últimos { $contests } de concursos puede participar, pero sin puesto.
       *[other] Quien ganó uno de los últimos { $contests } concursos puede participar, pero sin puesto.
    }
contest-rule-pool =
    { $limited ->
        [true] Un fondo de { $pool } paga las imágenes hechas con **Participar**, hasta { $limit } por miembro.
       *[false] Un fondo de { $pool } paga las imágenes hechas con **Participar**.
    }
contest-rule-winner-role =
    { $limited ->
        [true] Quien gane recibe { $role } durante { $span }.
       *[false] Quien gane recibe { $role }.
    }
contest-rule-hosts =
    { $can ->
        [true] Organiza: { $hosts }. Puede participar, pero no gana tokens.
       *[false] Organiza: { $hosts }. No puede participar.
    }
contest-rule-proof = Cualquiera puede comprobar el resultado con { COMMAND("contest record") }. Los sorteos salen de una semilla cuyo SHA-256 es `{ $hash }`.
contest-nobody = nadie
contest-span =
    { $unit ->
        [days]
            { $count ->
                [one] { $count } día
                [many] { $count } de días
               *[other] { $count } días
            }
        [hours]
            { $count ->
                [one] { $count } hora
                [many] { $count } de horas
               *[other] { $count } horas
            }
       *[minutes]
            { $count ->
                [one] { $count } minuto
                [many] { $count } de minutos
               *[other] { $count } minutos
            }
    }

## Listas y opciones.

contest-list-title = ### Concursos de este servidor
contest-list-empty = Todavía no hay concursos en este servidor. Quien pueda gestionarlo empieza uno con { COMMAND("contest create") }.
contest-list-line =
    { $phase ->
        [announced] - **{ $title }** se abre { $when }.
        [open] - **{ $title }** admite entradas hasta { $when } ({ contest-entries-count }).
        [voting] - **{ $title }** se vota hasta { $when } ({ contest-entries-count }).
        [closed] - **{ $title }** terminó { $when } ({ contest-entries-count }).
       *[cancelled] - **{ $title }** se canceló { $when }.
    }
contest-choice =
    { $phase ->
        [announced] { $title } (aún no abierto)
        [open] { $title } (admite entradas)
        [voting] { $title } (votación)
        [closed] { $title } (terminado)
       *[cancelled] { $title } (cancelado)
    }
contest-suggest-choice = { $typed } es { $meaning }
contest-entry-choice = Entrada { $number }
contest-picture-choice =
    { $unit ->
        [minutes] hace { $count } min: { $prompt }
        [hours] hace { $count } h: { $prompt }
       *[days] hace { $count } días: { $prompt }
    }

## Preparar un concurso.

contest-preview = ### Vista previa de { $title }
    Todavía no se ha creado nada. Revisa las horas y pulsa **{ contest-create-label }**.
contest-create-label = Crear
contest-more-label = Más…
contest-discard-label = Descartar
contest-line = **{ $setting }**: { $value }
contest-value-none =
    { $setting ->
        [picks] 3, o hasta 5 con muchas entradas
        [quorum] 5 papeletas, o 2 por premio si son más
       *[other] ninguno
    }
contest-value-flag =
    { $value ->
        [true] sí
        [yes] sí
       *[false] no
    }
contest-value-number = { $number }
contest-amount = { $tokens } ({ $pictures }, { $dollars })
contest-topics-placeholder = ¿Qué quieres cambiar?
contest-group-texts-title = Textos y canal
contest-group-times-title = Horas
contest-group-prizes-title = Premios
contest-group-voting-title = Entradas y votos
contest-group-members-title = Quién puede participar
contest-group-anonymity-title = Anonimato
contest-group-extras-title = Fondo y rol de quien gana
contest-setting-title-field = Título
contest-setting-theme-field = Tema
contest-setting-description-field = Descripción
contest-setting-channel-field = Canal
contest-setting-opens-field = Apertura de entradas
contest-setting-entries_until-field = Cierre de entradas
contest-setting-votes_until-field = Fin de la votación
contest-setting-prize_1-field = Primer premio (tokens)
contest-setting-prize_2-field = Segundo premio (tokens)
contest-setting-prize_3-field = Tercer premio (tokens)
contest-setting-prizes_expire-field = Los premios caducan tras (como 30d)
contest-setting-quorum-field = Papeletas necesarias para premios
contest-setting-entries_per_member-field = Entradas por miembro
contest-setting-picks-field = Elecciones por votante
contest-setting-ties-field = Empates
contest-setting-cooldown-field = Concursos sin puesto para ganadores
contest-setting-anonymous-field = Autores secretos hasta el final
contest-setting-entrants_role-field = Rol necesario para participar
contest-setting-voters_role-field = Rol necesario para votar
contest-setting-min_days_in_server-field = Días en el servidor antes de abrir
contest-setting-min_account_days-field = Edad mínima de la cuenta en días
contest-setting-joined_before_opening-field = Solo vota quien ya estaba al empezar
contest-setting-host_may_take_part-field = Quien organiza puede participar
contest-setting-public_entries-field = Se admiten imágenes publicadas
contest-setting-pool-field = Fondo que paga las entradas (tokens)
contest-setting-pool_per_member-field = Máximo del fondo por miembro
contest-setting-winner_role-field = Rol de quien gane
contest-setting-winner_role_for-field = Duración de ese rol (como 7d)
contest-setting-until-field = Nuevo final
contest-setting-prizes-field = Premios
contest-setting-reason-field = Motivo
contest-created = **{ $title }** está creado. Su mensaje saldrá enseguida en { $channel }.
contest-discarded = Descartado. No se ha creado nada.

## Participar.

contest-enter-title = Participar en el concurso
contest-enter-about =
    { $pool ->
        [true] Tema: { $theme }. Solo tú verás la imagen. La paga el fondo del concurso y, cuando se acabe, tu presupuesto.
       *[false] Tema: { $theme }. Solo tú verás la imagen. La paga tu presupuesto.
    }
contest-prompt-field = Tu prompt
contest-size-field = Tamaño
contest-offer-label = Participar en el concurso
contest-which = ¿En qué concurso quieres participar?
contest-which-placeholder = Elige un concurso
contest-entered =
    { $out ->
        [true] Tu imagen está en **{ $title }**, fuera de concurso porque ganaste hace poco. No recibe puesto. Puedes retirarla hasta { $until }.
       *[false] Tu imagen está en **{ $title }**. Puedes retirarla hasta { $until }.
    }
contest-withdraw-label = Retirar
contest-withdraw-nth-label = Retirar { $number }
contest-withdraw-which = ¿Qué entrada quieres retirar?
contest-withdrawn = Tu entrada en **{ $title }** está retirada. Puedes presentar otra imagen mientras se admitan entradas.

## Votar.

contest-page =
    { $limit ->
        [one] **Entrada { $number }** · { $position } de { $entries } · { $used } de { $limit } elección usada
        [many] **Entrada { $number }** · { $position } de { $entries } · { $used } de { $limit } de elecciones usadas
       *[other] **Entrada { $number }** · { $position } de { $entries } · { $used } de { $limit } elecciones usadas
    }
contest-page-own = Esta es tu propia entrada. No puedes elegirla.
contest-page-maker = Hecha por { $user }.
contest-page-disqualified = Esta entrada está descalificada. Motivo: «{ $reason }»
contest-page-receipt = Puedes cambiar tus elecciones hasta { $until }. Tu resguardo es `{ $receipt }`. Solo tú lo conoces, y con él encontrarás tu papeleta en el acta.
contest-previous-label = Anterior
contest-next-label = Siguiente
contest-pick-label = Elegir
contest-unpick-label = Quitar
contest-sheet-label = Todas las entradas
contest-one-label = De una en una
contest-sheet = **{ $title }** · entradas, hoja { $sheet } de { $sheets }
contest-jump-placeholder = Saltar a una entrada
contest-jump-choice =
    { $picked ->
        [true] Entrada { $number } ✓
       *[false] Entrada { $number }
    }
contest-entry-alt = Entrada { $number }

## Resultados.

contest-results-title =
    { $changed ->
        [true] Resultados corregidos de { $title }
       *[false] Resultados de { $title }
    }
contest-results-empty = Nadie participó, así que no hubo nada que votar.
contest-results-turnout =
    { $ballots ->
        [one] Cuenta { $ballots } papeleta, { $voters } miraron las { $entries } entradas.
        [many] Cuentan { $ballots } de papeletas, { $voters } miraron las { $entries } entradas.
       *[other] Cuentan { $ballots } papeletas, { $voters } miraron las { $entries } entradas.
    }
contest-results-quorum =
    { $awards ->
        [prizes]
            { $ballots ->
                [one] Los premios necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan.
                [many] Los premios necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan.
               *[other] Los premios necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan.
            }
        [role]
            { $ballots ->
                [one] El rol necesitaba { $quorum } papeletas y hubo { $ballots }. Por eso no se da a nadie.
                [many] El rol necesitaba { $quorum } papeletas y hubo { $ballots }. Por eso no se da a nadie.
               *[other] El rol necesitaba { $quorum } papeletas y hubo { $ballots }. Por eso no se da a nadie.
            }
        [both]
            { $ballots ->
                [one] Los premios y el rol necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan premios ni se da el rol.
                [many] Los premios y el rol necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan premios ni se da el rol.
               *[other] Los premios y el rol necesitaban { $quorum } papeletas y hubo { $ballots }. Por eso no se pagan premios ni se da el rol.
            }
       *[none]
            { $ballots ->
                [one] Solo hubo { $ballots } de las { $quorum } papeletas necesarias para ganar.
                [many] Solo hubo { $ballots } de las { $quorum } papeletas necesarias para ganar.
               *[other] Solo hubo { $ballots } de las { $quorum } papeletas necesarias para ganar.
            }
    }
contest-results-proof = Comprueba el resultado con { COMMAND("contest record") }. Prueba: `{ $hash }`
contest-results-more =
    { $count ->
        [one] Y { $count } entrada más. Mira la tuya con el botón de abajo.
        [many] Y { $count } de entradas más. Mira la tuya con el botón de abajo.
       *[other] Y { $count } entradas más. Mira la tuya con el botón de abajo.
    }
contest-votes =
    { $votes ->
        [one] { $votes } voto
        [many] { $votes } de votos
       *[other] { $votes } votos
    }
contest-standing =
    { $state ->
        [placed] **{ $place }.** Entrada { $number } de { $maker } · { contest-votes }
        [disqualified] Entrada { $number } de { $maker } · { contest-votes } · descalificada
        [out] Entrada { $number } de { $maker } · { contest-votes } · fuera de concurso
       *[none] Entrada { $number } de { $maker } · { contest-votes }
    }
contest-standing-prize = · gana **{ $prize }**
contest-standing-withheld = · quien organiza no gana tokens
contest-standing-reason = · «{ $reason }»
contest-place-label = Mi puesto
contest-place-none = No tenías ninguna entrada en este concurso.
contest-record = Esta es el acta del concurso. Compruébala con `python verify_contest.py { $file }`. El script está en la carpeta `docs` de Easel.

## Lo que hace quien organiza.

contest-extended = **{ $title }** tiene más tiempo. { $phase ->
        [announced] Las entradas se abren { $until } y la votación acaba { $votes }.
        [open] Las entradas se cierran { $until } y la votación acaba { $votes }.
       *[voting] La votación acaba { $until }.
    }
contest-moved =
    { $phase ->
        [open] Ya se admiten entradas en **{ $title }**.
        [voting] Ya se puede votar en **{ $title }**.
        [closed] **{ $title }** ha terminado. Los resultados saldrán enseguida.
       *[cancelled] **{ $title }** se canceló.
    }
contest-cancelled = **{ $title }** está cancelado. No se paga nada ni se revela nada.
contest-edited = **{ $title }** ha cambiado. Su mensaje lo mostrará enseguida.
contest-disqualified =
    La entrada { $number } de **{ $title }** está descalificada. { $after ->
        [true]
            { $moved ->
                [true] Su puesto se anula y los demás suben.
               *[false] Su puesto se anula. Nadie sube.
            }
       *[false] No recibe puesto. Quien la presentó leerá el motivo.
    }{ $prize ->
        [taken] { " " }He recuperado { $taken } sin gastar.
        [spent] { " " }El premio ya está gastado, así que no hay nada que recuperar.
       *[none] { "" }
    }
contest-hosts-set =
    { $has_role ->
        [true] Quienes tienen { $role } ya pueden organizar concursos, además de quienes pueden gestionar el servidor.
       *[false] Ahora solo quienes tienen Gestionar servidor pueden organizar concursos.
    }

## El registro de auditoría.

choice-kind-contest_created = Concurso creado
choice-kind-contest_moved = Cambio de fase de un concurso
choice-kind-contest_extended = Concurso prolongado
choice-kind-contest_edited = Concurso cambiado
choice-kind-contest_cancelled = Concurso cancelado
choice-kind-contest_disqualified = Entrada descalificada
choice-kind-contest_paid = Premio pagado
choice-kind-contest_hosts_role = Rol de organización cambiado
contest-audit-created = creó el concurso **{ $title }**. Entradas de { $opens } a { $entries }, votos hasta { $votes }.
contest-audit-moved =
    { $phase ->
        [open] abrió las entradas del concurso { $contest }
        [voting] abrió la votación del concurso { $contest }
        [closed] cerró el concurso { $contest }
       *[cancelled] canceló el concurso { $contest }
    }{ $clock ->
        [true] { " " }(por el reloj)
       *[false] { "" }
    }
contest-audit-extended = prolongó el concurso { $contest } de { $old } a { $new }
contest-audit-edited = cambió el concurso { $contest }: { $changes }
contest-audit-change =
    { $name ->
        [channel_id] canal { $value }
        [prizes] premios { $value }
       *[description]
            { $empty ->
                [true] sin descripción
               *[false] descripción «{ $value }»
            }
    }
contest-audit-cancelled = canceló el concurso { $contest }
contest-audit-disqualified =
    descalificó la entrada { $number } del concurso { $contest }{ $after ->
        [true]
            { $moved ->
                [true] { " " }después del final, y los demás suben
               *[false] { " " }después del final
            }
       *[false] { "" }
    }{ $has_taken ->
        [true] . Recuperado: { $taken }
       *[false] { "" }
    }
contest-audit-paid = pagó { $amount } a { $user } por el puesto { $place } del concurso { $contest } (entrada { $number })
contest-audit-hosts-role =
    { $has_role ->
        [true] permite organizar concursos a quienes tienen { $role }
       *[false] reserva los concursos a quienes tienen Gestionar servidor
    }

## Lo que se rechaza. Los ID son los nombres de las clases de error.

error-invalid-contest-setting = **{ $setting }** no puede ser eso. { $range ->
        [both] Elige de { $least } a { $most }.
        [least] Elige { $least } o más.
        [most] Elige { $most } o menos.
       *[none] Elige otra cosa.
    } { -unchanged }
error-text-too-long = **{ $setting }** tiene { $length } caracteres y el límite es { $most }. { -unchanged }
error-text-missing = **{ $setting }** está vacío. { -unchanged }
error-prize-gap = No hay premio para el puesto { $place }, pero sí para uno posterior. Pon ese también. { -unchanged }
error-depends-on = **{ $setting }** no hace nada sin **{ $other }**. Pon los dos o ninguno. { -unchanged }
error-deadlines-out-of-order = **{ $later }** ({ $later_at_ms }) debe ir después de **{ $earlier }** ({ $earlier_at_ms }). { -unchanged }
error-phase-too-short =
    { $phase ->
        [voting] La votación debe durar al menos un minuto.
       *[open] Las entradas deben estar abiertas al menos un minuto.
    } { -unchanged }
error-deadline-passed =
    { $setting ->
        [open] Las entradas se cerraron { $at_ms }, así que eso llegó tarde.
        [voting] La votación acabó { $at_ms }, así que eso llegó tarde.
        [announced] Las entradas se abrieron { $at_ms }, así que eso llegó tarde.
       *[other] { $at_ms } ya pasó. Elige una hora posterior.
    } { -unchanged }
error-not-host =
    { $has_role_id ->
        [true] Solo puede hacerlo quien tiene Gestionar servidor o { $role_id }. { -unchanged }
       *[false] Solo puede hacerlo quien tiene Gestionar servidor. { -unchanged }
    }
error-hosts-take-no-part = Organizas este concurso, así que no puedes participar ni votar. { -unchanged }
error-no-such-contest = Aquí no hay ningún concurso así. Míralos todos con { COMMAND("contest list") }. { -unchanged }
error-several-contests = ¿Qué concurso quieres decir? Hay { $list }. Elige uno en la opción `contest`. { -unchanged }
error-no-such-draft = Este concurso ya se creó o se descartó. Míralo con { COMMAND("contest list") }. { -unchanged }
error-no-such-entry =
    { $has_number ->
        [true] No hay ninguna entrada { $number }. { -unchanged }
       *[false] No hay ninguna entrada. { -unchanged }
    }
error-wrong-phase =
    { $phase ->
        [closed] Este concurso ha terminado.
        [cancelled] Este concurso se canceló.
       *[other]
            { $needed ->
                [open]
                    { $phase ->
                        [announced] Todavía no se admiten entradas. Se abren { $at_ms }.
                       *[other] Las entradas están cerradas.
                    }
                [voting] La votación aún no está abierta. Se abre { $at_ms }.
                [closed] Este concurso aún no ha terminado. La votación termina { $at_ms }.
               *[none]
                    { $phase ->
                        [announced] Todavía no se admiten entradas.
                        [open] Ya se admiten entradas.
                       *[voting] La votación está abierta.
                    }
            }
    } { -unchanged }
error-not-eligible = No puedes participar en este concurso. { -unchanged }
error-bots-take-no-part = Los bots no pueden participar en concursos. { -unchanged }
error-role-missing = Para eso necesitas { $role_id }. { -unchanged }
error-joined-too-late = Solo puede hacerlo quien entró en este servidor antes de { $before_ms }. { -unchanged }
error-account-too-young =
    { $days ->
        [one] Para votar, tu cuenta debe tener { $days } día. Podrás votar { $old_enough_at_ms }.
        [many] Para votar, tu cuenta debe tener { $days } de días. Podrás votar { $old_enough_at_ms }.
       *[other] Para votar, tu cuenta debe tener { $days } días. Podrás votar { $old_enough_at_ms }.
    } { -unchanged }
error-picture-not-eligible = Esa imagen no puede participar en este concurso. { -unchanged }
error-not-your-picture = Solo puedes presentar imágenes que yo te haya hecho en este servidor. { -unchanged }
error-made-too-early = Esa imagen se hizo antes de abrirse las entradas { $opened_at_ms }. Haz una nueva. { -unchanged }
error-made-in-public = Todos vieron quién hizo esa imagen, y este concurso es anónimo. Haz una con **{ contest-enter-label }** en el mensaje del concurso, o con `private` en { COMMAND("imagine") }. { -unchanged }
error-already-entered = Esa imagen ya está en el concurso. { -unchanged }
error-too-many-entries =
    { $limit ->
        [one] Puedes tener { $limit } entrada. Retira antes la tuya con { COMMAND("contest withdraw") }. { -unchanged }
        [many] Puedes tener { $limit } de entradas. Retira antes una con { COMMAND("contest withdraw") }. { -unchanged }
       *[other] Puedes tener { $limit } entradas. Retira antes una con { COMMAND("contest withdraw") }. { -unchanged }
    }
error-contest-full = Este concurso tiene { $limit } entradas y no admite más. { -unchanged }
error-own-entry = No puedes elegir tu propia entrada. { -unchanged }
error-entry-disqualified = Esa entrada está descalificada. { -unchanged }
error-no-picks-left =
    { $limit ->
        [one] Ya usaste tu { $limit } elección. Quita antes la otra entrada. { -unchanged }
        [many] Ya usaste tus { $limit } de elecciones. Quita antes otra entrada. { -unchanged }
       *[other] Ya usaste tus { $limit } elecciones. Quita antes otra entrada. { -unchanged }
    }
error-took-part = Tenías una entrada en este concurso, así que debe hacerlo otra persona que organice. { -unchanged }
error-only-up = **{ $setting }** solo puede subir en un concurso en curso. Debe ser { $least } o más. { -unchanged }
error-pool-empty = Al fondo del concurso le queda muy poco para esta imagen. { -not-charged }
error-no-copy-left = Ya no tengo esa imagen. Haz una nueva. { -unchanged }
