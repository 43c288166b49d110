### /quota: how moderators decide who can spend how much.

command-quota =
    .description = Gestiona los presupuestos de imágenes

command-quota-member =
    .description = Gestiona el presupuesto de un miembro
command-quota-member-view =
    .description = Mira el presupuesto y el gasto de un miembro
    .name-member = { -name-member }
    .option-member = { -option-member }
command-quota-member-set =
    .description = Dale a un miembro una asignación personalizada o vuelve a la predeterminada
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens por periodo, p. ej. 250k. O «unlimited», o «default» para quitar la personalizada
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-grant =
    .description = Dale a un miembro tokens extra, además de su asignación
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-amount = { -name-amount }
    .option-amount = { -option-amount }
    .name-expires = { -name-expires }
    .option-expires = Cuándo caduca lo que sobre, p. ej. 7d o 2026-12-31 (por defecto nunca)
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-deduct =
    .description = Quítale tokens a un miembro
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-amount = { -name-amount }
    .option-amount = { -option-amount }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-reset =
    .description = Pon a cero lo que un miembro gastó en este periodo
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-member-freeze =
    .description = Impide por un tiempo que un miembro cree imágenes
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = Motivo (lo ve el miembro y aparece en el registro)
    .name-until = hasta
    .option-until = Cuándo termina, p. ej. 3d o 2026-12-31 (por defecto, hasta que lo quites)
command-quota-member-unfreeze =
    .description = Permite que un miembro vuelva a crear imágenes
    .name-member = { -name-member }
    .option-member = { -option-member }
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-role =
    .description = Gestiona las asignaciones de los roles
command-quota-role-set =
    .description = Dale una asignación a un rol. Con varios roles cuenta la más alta
    .name-role = { -name-role }
    .option-role = Rol
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens por periodo, p. ej. 250k. O 0, o «unlimited»
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-role-clear =
    .description = Quita la asignación de un rol
    .name-role = { -name-role }
    .option-role = Rol
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-role-list =
    .description = Muestra los roles que tienen asignación

command-quota-server =
    .description = Gestiona los ajustes del servidor
command-quota-server-view =
    .description = Mira los ajustes y el gasto del servidor
command-quota-server-set =
    .description = Cambia los ajustes del servidor (las opciones vacías no cambian)
    .name-allowance = { -name-allowance }
    .option-allowance = Tokens por miembro y periodo, p. ej. 250k. O «unlimited», o «default»
    .name-renews = renovación
    .option-renews = Cuándo se renuevan los presupuestos
    .name-week_starts = inicio_semana
    .option-week_starts = Primer día de la semana, para presupuestos semanales
    .name-time_zone = zona_horaria
    .option-time_zone = Zona horaria en la que empiezan los días
    .name-rollover = traspaso
    .option-rollover = Cuántos tokens sin usar pasan al siguiente periodo (0 para ninguno)
    .name-cap = límite
    .option-cap = Límite de todos los miembros juntos por periodo, o «none»
    .name-staff_channel = canal_equipo
    .option-staff_channel = Canal para avisos de bloqueos, reembolsos y el límite del servidor
    .name-no_staff_channel = sin_canal_equipo
    .option-no_staff_channel = True para dejar de publicar avisos para el equipo de moderación
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-grant-role =
    .description = Tokens extra para todos los que tengan un rol
command-quota-grant-role-make =
    .description = Regala tokens extra a todos los que tengan un rol, una vez a cada uno
    .name-role = { -name-role }
    .option-role = Rol
    .name-amount = { -name-amount }
    .option-amount = Tokens para cada miembro, p. ej. 250k o 1.5m
    .name-ends = termina
    .option-ends = Hasta cuándo se pueden reclamar, p. ej. 7d o 2026-12-31
    .name-expires = { -name-expires }
    .option-expires = Cuándo caduca lo que sobre, p. ej. 7d o 2026-12-31 (por defecto nunca)
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-grant-role-list =
    .description = Muestra los regalos por rol y quién los reclamó
    .name-promise = regalo
    .option-promise = Elige uno para ver quién lo reclamó
command-quota-grant-role-revoke =
    .description = Termina un regalo por rol. Lo ya reclamado se conserva
    .name-promise = regalo
    .option-promise = Regalo por rol que quieres terminar
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }

command-quota-setup =
    .description = Muestra todos los ajustes del servidor y cámbialos en una sola tarjeta
command-quota-refund =
    .description = Reembolsa una imagen
    .name-picture = imagen
    .option-picture = Enlace o ID del mensaje de la imagen
    .name-member = { -name-member }
    .option-member = Muestra las últimas imágenes de este miembro para elegir
    .name-reason = { -name-reason }
    .option-reason = { -option-reason }
command-quota-audit =
    .description = Mira quién cambió qué y por qué
    .name-member = { -name-member }
    .option-member = Solo los cambios a este miembro
    .name-moderator = moderador
    .option-moderator = Solo los cambios de este moderador
    .name-kind = tipo
    .option-kind = Solo este tipo de cambio
    .name-since = desde
    .option-since = Solo los cambios posteriores, p. ej. 7d o 2026-01-31
    .name-until = hasta
    .option-until = Solo los cambios anteriores, p. ej. 7d o 2026-01-31
command-quota-report =
    .description = Mira el gasto del servidor: gráfico, quién gastó más y una tabla para descargar
    .name-days = días
    .option-days = Cuánto tiempo atrás (30 días por defecto)

menu-refund-this-picture = Reembolsar esta imagen

choice-cycle-day = Cada día
choice-cycle-week = Cada semana
choice-cycle-month = Cada mes
choice-cycle-none = Nunca

choice-weekday-0 = Lunes
choice-weekday-1 = Martes
choice-weekday-2 = Miércoles
choice-weekday-3 = Jueves
choice-weekday-4 = Viernes
choice-weekday-5 = Sábado
choice-weekday-6 = Domingo

choice-days-7 = 7 días
choice-days-30 = 30 días
choice-days-90 = 90 días
choice-days-365 = 1 año

choice-kind-server_set = Ajustes del servidor
choice-kind-role_set = Asignaciones de roles
choice-kind-role_cleared = Asignaciones de roles quitadas
choice-kind-member_set = Asignaciones personalizadas
choice-kind-granted = Tokens extra
choice-kind-deducted = Deducciones
choice-kind-reset = Puestas a cero
choice-kind-frozen = Bloqueos
choice-kind-unfrozen = Desbloqueos
choice-kind-refunded = Reembolsos
choice-kind-promise_made = Regalos por rol
choice-kind-promise_revoked = Regalos por rol terminados
choice-kind-promise_claimed = Regalos por rol reclamados
choice-kind-operator_cap = Límites del dueño del bot
choice-kind-paused = Bot en pausa
choice-kind-resumed = Bot reanudado
choice-kind-undone = Cambios deshechos

## Words that several answers share

quota-reason = Motivo: «{ $reason }»
quota-more = y { $count } más
quota-expires-never = no caduca
quota-expires = caduca: { $when }
quota-default-allowance = predeterminada
quota-person-who-left = { $mention } ({ $name }, ya no está en el servidor)
quota-owner = El dueño del bot

quota-button-undo = Deshacer
quota-button-newer = Más recientes
quota-button-older = Más antiguos
quota-button-more = Más
quota-button-grant = Dar tokens
quota-button-freeze = Bloquear
quota-button-thaw = Desbloquear
quota-button-reset = Poner a cero
quota-button-default-allowance = { quota-setting-default_allowance }
quota-button-rollover = { quota-setting-rollover }
quota-button-cap = { quota-setting-cap }
quota-button-zone = { quota-setting-zone }

## One member

quota-member-title = **Presupuesto de { $who }**
quota-member-frozen = { $until ->
    [none] ❄️ Bloqueado { $since } por { $by }.
   *[other] ❄️ Bloqueado { $since } por { $by }, hasta { $until }.
}
quota-member-allowance = Asignación: **{ $amount }**, { $source ->
    [member] personalizada
    [role] por { $role }
    [server] la del servidor
   *[other] la del bot
}
quota-member-rolled-over = Incluye { $amount } del periodo anterior
quota-member-used = Gastado: **{ $amount }**
quota-member-reserved = Reservado para imágenes en curso: **{ $amount }**
quota-member-left = Queda: **{ $amount }**
quota-member-resets = Se renueva { $when } ({ $date })
quota-member-never-resets = No se renueva
quota-member-bonus = Tokens extra (se gastan primero)
quota-member-claimable = Regalos por rol que recibirá con su próxima imagen
quota-bonus = Queda { $left } de { $amount }, { $expiry }{ $source ->
    [promise] {" · regalo por rol"}
    [refund] {" · reembolso"}
    [prize] {" · premio"}
    [contest] {" · del fondo de un concurso"}
   *[other] {""}
}
quota-bonus-by = { $bonus } · de { $by }
quota-bonus-reason = { $bonus } · «{ $reason }»

quota-allowance-set = Asignación de { $who }: { $old } → **{ $new }**. Ahora le queda { $left }.
quota-granted = { $who } ha recibido **{ $amount }** en tokens extra ({ $expiry }). Ahora le queda { $left }.
quota-deducted = { $source ->
    [grants] Le has quitado **{ $amount }** a { $who } (de sus tokens extra).
    [allowance] Le has quitado **{ $amount }** a { $who } (de su asignación).
   *[both] Le has quitado **{ $amount }** a { $who } ({ $grants } de sus tokens extra, { $allowance } de su asignación).
} { $all ->
    [true] Es todo lo que le quedaba. Pediste { $asked }.
   *[other] Le queda { $left }.
}
quota-reset = Gasto de { $who } en este periodo a cero: { $spent } → **0**. Ahora le queda { $left }. Los tokens extra no cambian.
quota-reset-nothing = { $who } no ha gastado nada en este periodo. No se ha cambiado nada.
quota-frozen = { $until ->
    [none] Presupuesto de { $who } bloqueado hasta que lo desbloquees.
   *[other] Presupuesto de { $who } bloqueado hasta { $until } ({ $in }).
} Las imágenes en curso se terminarán.
quota-frozen-reason = Verá: «{ $reason }»
quota-unfrozen = Presupuesto de { $who } desbloqueado. Lo bloqueó { $by } { $since }. Le queda { $left }.

quota-modal-reason-field = Motivo
quota-modal-amount-field = Cantidad
quota-modal-amount-field-hint = Por ejemplo, 250k o 1.5m
quota-modal-expires-field = Caducidad
quota-modal-expires-field-hint = Por ejemplo, 7d o 2026-12-31. Vacío para nunca.
quota-modal-until-field = Hasta
quota-modal-until-field-hint = Por ejemplo, 7d o 2026-12-31. Vacío, hasta que lo desbloquees.
quota-modal-grant-title = Dar tokens extra
quota-modal-grant-about = Tokens extra para { $who }. Se usan antes que la asignación.
quota-modal-freeze-title = Bloquear un presupuesto
quota-modal-freeze-about = { $who } no podrá crear imágenes hasta que se desbloquee su presupuesto. Verá el motivo.

## Undo

quota-undone = ↩️ { $by } ha deshecho este cambio: { $actor } { $what }

## Refunds

quota-refund-ask = { $who } recupera **{ $amount }** por { $picture }. El coste lo asume el dueño del bot.
quota-refund-ask-which = ¿Qué imagen quieres reembolsar? { $who } recupera lo que costó y el coste lo asume el dueño del bot.
quota-refund-option = Imagen { $number } ({ $amount })
quota-refund-picture = [«{ $prompt }»]({ $link }), { $when }
quota-refund-picture-unlinked = «{ $prompt }», { $when }
quota-refund-picture-private = una imagen privada, { $when }
quota-refunded = Has reembolsado **{ $amount }** a { $who } por { $picture }. El coste lo asume el dueño del bot.
quota-refunded-as-bonus = { $all ->
    [true] El presupuesto con el que se pagó ya terminó, así que { $who } lo ha recibido en tokens extra que no caducan.
   *[other] { $granted } ha llegado en tokens extra que no caducan, porque el presupuesto con el que se pagó ya terminó.
}
quota-refund-choice = { $amount }, { $ago }: { $prompt }
quota-refund-choice-private = imagen privada
quota-ago = { $unit ->
    [minutes] hace { $count } min
    [hours] hace { $count } h
   *[days] { $count ->
        [one] hace { $count } día
        [many] hace { $count } de días
       *[other] hace { $count } días
    }
}

## The server

quota-server-title = **Presupuestos de este servidor**
quota-server-changed = Ajustes cambiados:
quota-server-unchanged = Ya estaba configurado así. No se ha cambiado nada.
quota-server-period-note = Lo gastado desde el inicio del nuevo periodo cuenta en él.
quota-server-change = { $setting }: { $old } → **{ $new }**
quota-server-line = { $setting }: **{ $value }**
quota-setting-default_allowance = Asignación predeterminada
quota-setting-cycle = Renovación
quota-setting-week_starts_on = La semana empieza el
quota-setting-zone = Zona horaria
quota-setting-rollover = Traspaso
quota-setting-cap = Límite del servidor
quota-setting-staff_channel_id = Canal del equipo
quota-setting-default_allowance-hint = Por miembro y periodo, p. ej. 250k. O «unlimited», o «default».
quota-setting-rollover-hint = Tokens sin usar que se traspasan, p. ej. 63k. O 0.
quota-setting-cap-hint = De todos los miembros juntos, p. ej. 2m. O «none».
quota-setting-zone-hint = Por ejemplo, Europe/Madrid, Tokyo o UTC+2
quota-setup-option = { $setting }: { $value }
quota-setup-note = Los cambios se aplican al momento. Todos quedan en { COMMAND("quota audit") }.
quota-setup-channel-placeholder = Canal del equipo: ninguno
quota-value-none = ninguno
quota-value-no-channel = ninguno
quota-value-off = desactivado
quota-value-bot-default = la del bot
quota-value-bot-default-amount = { $amount }, la del bot
quota-value-up-to = hasta { $amount }
quota-value-week = { $cycle }, el { $day }
quota-server-resets = { $value } ({ $zone }), la próxima { $when }
quota-server-resets-never = { $value } ({ $zone })
quota-server-used = Gastado en este periodo: **{ $amount }**
quota-server-used-reserved = Gastado en este periodo: **{ $amount }**, más { $reserved } reservados para imágenes en curso
quota-server-no-owner-limit = El dueño del bot no le ha puesto límite a este servidor.
quota-server-owner-limit = El dueño del bot deja que este servidor gaste **{ $amount }** por mes natural (UTC). Gastado hasta ahora: { $used }.
quota-server-roles = { $count ->
    [0] Ningún rol tiene asignación.
    [one] { $count } rol tiene asignación. Míralo en { COMMAND("quota role list") }.
    [many] { $count } de roles tienen asignación. Míralos en { COMMAND("quota role list") }.
   *[other] { $count } roles tienen asignación. Míralos en { COMMAND("quota role list") }.
}
quota-server-channel-gone = ⚠️ El canal del equipo ya no existe. Elige otro con { COMMAND("quota server set") }.
quota-server-channel-closed = ⚠️ Todavía no puedo escribir en { $channel }. Dame ahí «Ver canal» y «Enviar mensajes».

## Roles

quota-roles-title = **Asignaciones de los roles**
quota-roles-none = Ningún rol tiene asignación, así que todos tienen la del servidor. Pon una con { COMMAND("quota role set") }.
quota-roles-note = Quien tiene varios de estos roles recibe la asignación más alta, aunque la del servidor sea mayor.
quota-role-line = { $role }: **{ $amount }**
quota-role-set = Asignación de { $role }: { $old } → **{ $new }** por periodo. Quien tiene varios roles recibe la más alta.
quota-role-cleared = Asignación de { $role }: { $old } → **ninguna**. Sus miembros tienen la que les den sus otros roles o el servidor.

## Role grants

quota-role-grant-terms = { $amount } para todos los que tengan { $role }. Se puede reclamar hasta { $until } ({ $expiry }).
quota-role-grant-made = Regalo por rol #{ $number }: **{ $terms }** Los miembros lo reciben con su próxima imagen. Mira quién lo ha reclamado con { COMMAND("quota grant-role list") }.
quota-role-grant-revoked = { $claims ->
    [0] Regalo por rol #{ $number } terminado ({ $amount } para { $role }). Nadie lo había reclamado.
    [one] Regalo por rol #{ $number } terminado ({ $amount } para { $role }). { $claims } miembro lo reclamó y conserva los tokens.
    [many] Regalo por rol #{ $number } terminado ({ $amount } para { $role }). { $claims } de miembros lo reclamaron y conservan los tokens.
   *[other] Regalo por rol #{ $number } terminado ({ $amount } para { $role }). { $claims } miembros lo reclamaron y conservan los tokens.
}
quota-role-grants-title = **Regalos por rol**
quota-role-grants-none = No hay regalos por rol. Crea uno con { COMMAND("quota grant-role make") }.
quota-role-grants-note = Para ver quién reclamó uno, pasa su número a { COMMAND("quota grant-role list") }.
quota-role-grant-line = **#{ $number }** { $terms } { $claims ->
    [0] Sin reclamar
    [one] Reclamado por { $claims } miembro
    [many] Reclamado por { $claims } de miembros
   *[other] Reclamado por { $claims } miembros
} · de { $by }
quota-role-grant-title = **Regalo por rol #{ $number }**
quota-role-grant-history = { $ended ->
    [none] Creado { $made } por { $by }.
   *[other] Creado { $made } por { $by }. Terminado { $ended }.
}
quota-role-grant-claims = { $claims ->
    [0] Nadie lo ha reclamado todavía.
    [one] Lo ha reclamado { $claims } miembro:
    [many] Lo han reclamado { $claims } de miembros:
   *[other] Lo han reclamado { $claims } miembros:
}
quota-role-grant-claim = { $who }, { $when }
quota-role-grant-choice = #{ $number }: { $amount } para { $role }
quota-role-gone = un rol eliminado

## Audit log

quota-audit-title = **Registro de auditoría**
quota-audit-empty = Todavía no se ha cambiado nada.
quota-audit-no-match = No hay cambios que coincidan.
quota-audit-filter = Solo { $filters }
quota-audit-filter-member = cambios a { $who }
quota-audit-filter-moderator = cambios de { $who }
quota-audit-filter-since = después de { $when }
quota-audit-filter-until = antes de { $when }
quota-audit-line = { $when } · { $actor } { $what }
quota-audit-someone = alguien
quota-audit-a-role = un rol
quota-audit-server_set = ha cambiado { $changes }
quota-audit-server_set-own = ha cambiado { $changes } (esto aumenta también su propio presupuesto)
quota-audit-role_set = ha puesto la asignación de { $role }: { $old } → **{ $new }**
quota-audit-role_cleared = ha quitado la asignación de { $role } ({ $old })
quota-audit-member_set = ha puesto la asignación de { $member }: { $old } → **{ $new }**
quota-audit-granted = le ha dado **{ $amount }** a { $member } ({ $expiry })
quota-audit-deducted = le ha quitado **{ $amount }** a { $member }: de { $old } a **{ $new }**
quota-audit-reset = ha puesto a cero el gasto de { $member }: { $old } → **0**
quota-audit-frozen = { $until ->
    [none] ha bloqueado el presupuesto de { $member }
   *[other] ha bloqueado el presupuesto de { $member } hasta { $until }
}
quota-audit-unfrozen = ha desbloqueado el presupuesto de { $member }
quota-audit-refunded = le ha reembolsado **{ $amount }** a { $member } por la imagen { $picture }
quota-audit-promise_made = ha creado el regalo por rol #{ $number }: **{ $amount }** para { $role }
quota-audit-promise_revoked = { $claims ->
    [one] ha terminado el regalo por rol #{ $number } ({ $amount } para { $role }), reclamado por { $claims } miembro
    [many] ha terminado el regalo por rol #{ $number } ({ $amount } para { $role }), reclamado por { $claims } de miembros
   *[other] ha terminado el regalo por rol #{ $number } ({ $amount } para { $role }), reclamado por { $claims } miembros
}
quota-audit-promise_claimed = ha reclamado **{ $amount }** del regalo por rol #{ $number } para { $role }
quota-audit-operator_cap = ha puesto el límite mensual de este servidor: { $old } → **{ $new }**
quota-audit-paused = { $message ->
    [none] ha puesto el bot en pausa
   *[other] ha puesto el bot en pausa: «{ $message }»
}
quota-audit-undone = ha deshecho «{ $what }»
quota-audit-resumed = ha reanudado el bot
quota-audit-no-limit = sin límite

## Usage report

quota-report-totals = { $tokens ->
    [one] { $tokens } token
    [many] { $tokens } de tokens
   *[other] { $tokens } tokens
} para { $pictures ->
    [one] { $pictures } imagen
    [many] { $pictures } de imágenes
   *[other] { $pictures } imágenes
} de { $members ->
    [one] { $members } miembro
    [many] { $members } de miembros
   *[other] { $members } miembros
}
quota-report-spender = { $place }. { $who } · { $pictures ->
    [one] { $pictures } imagen
    [many] { $pictures } de imágenes
   *[other] { $pictures } imágenes
} · { amount-tokens }
quota-report-zone = Zona horaria: { $zone }. Los reembolsos cuentan el día en que se hicieron.
quota-report-cut = { $missing ->
    [one] La tabla tiene el tamaño máximo que permite Discord. Falta { $missing } fila posterior.
    [many] La tabla tiene el tamaño máximo que permite Discord. Faltan { $missing } de filas posteriores.
   *[other] La tabla tiene el tamaño máximo que permite Discord. Faltan { $missing } filas posteriores.
}
quota-report-span = { $first } – { $last }
quota-report-columns = { $step ->
    [week] Tokens por semana
   *[day] Tokens por día
} · { $totals }
quota-report-bars = Miembros que más han gastado, en tokens
quota-report-nothing = No se ha gastado nada en este periodo.
quota-report-deleted = (eliminado)

## Suggestions while typing

quota-suggest-default = predeterminada
quota-suggest-bot-default = predeterminada (la del dueño del bot)
quota-suggest-no-cap = ninguno (sin límite)
quota-suggest-in = dentro de { $span }: { $when }
quota-suggest-read = { $typed }: { $meaning }
quota-span-hours = { $count ->
    [one] { $count } hora
    [many] { $count } de horas
   *[other] { $count } horas
}
quota-span-days = { $count ->
    [one] { $count } día
    [many] { $count } de días
   *[other] { $count } días
}
