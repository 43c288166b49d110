### What members ask of moderators, what moderators decide, and what a server's settings refuse.

menu-report-picture = Reportar imagen

## Requests for more tokens.

moderation-ask-label = Pedir al equipo
moderation-ask-title = Pedir más tokens
moderation-why-field = ¿Por qué necesitas más?
moderation-asked = ✅ He enviado tu petición al equipo de moderación. Te diré lo que decida.
moderation-request-heading = ### 🙋 Petición de tokens
moderation-request = { $user } pidió más tokens { $when }. En este periodo ha usado { $spent } y le quedan { $left }.
moderation-approve-label = Aprobar
moderation-decline-label = Rechazar
moderation-approve-title = Aprobar la petición
moderation-decline-title = Rechazar la petición
moderation-amount-field = Tokens, como 250k o 1.5m
moderation-amount-placeholder =
    { $count ->
        [one] Ya está puesto el precio de { $count } imagen
        [many] Ya está puesto el precio de { $count } de imágenes
       *[other] Ya está puesto el precio de { $count } imágenes
    }
moderation-reason-field = Motivo (opcional)
moderation-request-approved = ✅ { $actor } dio **{ $amount }** a { $user }.
moderation-request-declined = ❌ { $actor } rechazó la petición de { $user }.
moderation-news-approved = ✅ El equipo de moderación aprobó tu petición. Has recibido **{ $amount }**.
moderation-news-declined = ❌ El equipo de moderación rechazó tu petición de más tokens.

## Reports.

moderation-reported = ✅ Gracias. El equipo de moderación revisará esta imagen.
moderation-report-heading = ### 🚩 Imagen reportada
moderation-report = { $user } reportó { $when } [esta imagen]({ $link }) de { $owner }.
moderation-remove-label = Eliminar
moderation-remove-refund-label = Eliminar y reembolsar
moderation-dismiss-label = Descartar
moderation-remove-title = Eliminar la imagen
moderation-report-removed = ✅ { $actor } eliminó la imagen de { $owner } que reportó { $user }.
moderation-report-dismissed = ✅ { $actor } descartó el reporte de { $user } sobre [esta imagen]({ $link }) de { $owner }.
moderation-refunded = Ha recuperado **{ $amount }**.
moderation-not-refunded = No había nada que reembolsar.

## Refused prompts.

moderation-refused-heading = ### 🛑 Prompt rechazado
moderation-refused =
    { $has_entry ->
        [true] { $user } usó la entrada bloqueada «{ $entry }» en { $channel } { $when }.
       *[false] El servicio de imágenes rechazó { $when } un prompt de { $user } en { $channel }.
    }
moderation-paused-heading = ### ⏸️ Miembro en pausa
moderation-paused =
    { $count ->
        [one] { $user } no puede crear imágenes tras { $count } prompt rechazado. La pausa termina { $until }.
        [many] { $user } no puede crear imágenes tras { $count } de prompts rechazados. La pausa termina { $until }.
       *[other] { $user } no puede crear imágenes tras { $count } prompts rechazados. La pausa termina { $until }.
    }
moderation-end-pause-label = Terminar la pausa

## The audit log.

moderation-audit-request-approved = aprobó la petición de { $member } y le dio **{ $amount }**
moderation-audit-request-declined = rechazó la petición de tokens de { $member }
moderation-audit-member-paused =
    { $count ->
        [one] quedó en pausa hasta el { $until } tras { $count } prompt rechazado
        [many] quedó en pausa hasta el { $until } tras { $count } de prompts rechazados
       *[other] quedó en pausa hasta el { $until } tras { $count } prompts rechazados
    }
moderation-audit-picture-reported = reportó [una imagen]({ $link }) de { $member }
moderation-audit-report-dismissed = descartó un reporte sobre [una imagen]({ $link }) de { $member }

choice-kind-request_approved = Peticiones de tokens aprobadas
choice-kind-request_declined = Peticiones de tokens rechazadas
choice-kind-member_paused = Miembros en pausa
choice-kind-picture_reported = Imágenes reportadas
choice-kind-report_dismissed = Reportes descartados

## What can go wrong.

error-channel-not-allowed = No puedes crear imágenes en este canal. Prueba en { $channels }. { -not-charged }
error-role-not-allowed = Para crear imágenes aquí necesitas uno de estos roles: { $roles }. { -not-charged }
error-too-many-at-once =
    { $limit ->
        [one] En este servidor puedes crear { $limit } imagen por petición. { -not-charged }
        [many] En este servidor puedes crear hasta { $limit } de imágenes por petición. { -not-charged }
       *[other] En este servidor puedes crear hasta { $limit } imágenes por petición. { -not-charged }
    }
error-prompt-blocked = Tu prompt contiene una palabra o expresión que este servidor bloquea. Cámbialo e inténtalo de nuevo. { -not-charged }
error-member-paused =
    { $refused ->
        [one] Ahora no puedes crear imágenes porque se rechazó { $refused } de tus prompts. Podrás intentarlo de nuevo { $until_ms }. { -not-charged }
        [many] Ahora no puedes crear imágenes porque se rechazaron { $refused } de tus prompts. Podrás intentarlo de nuevo { $until_ms }. { -not-charged }
       *[other] Ahora no puedes crear imágenes porque se rechazaron { $refused } de tus prompts. Podrás intentarlo de nuevo { $until_ms }. { -not-charged }
    }
error-on-cooldown = Podrás crear tu próxima imagen { $until_ms }. { -not-charged }
error-daily-limit-reached =
    { $limit ->
        [one] En este servidor puedes crear { $limit } imagen al día. Podrás crear la próxima { $until_ms }. { -not-charged }
        [many] En este servidor puedes crear { $limit } de imágenes al día. Podrás crear la próxima { $until_ms }. { -not-charged }
       *[other] En este servidor puedes crear { $limit } imágenes al día. Podrás crear la próxima { $until_ms }. { -not-charged }
    }
error-no-staff-channel = Este servidor no tiene un canal donde pueda avisar al equipo de moderación. Escribe directamente a alguien del equipo. { -unchanged }
error-already-asked = Puedes pedir más tokens una vez cada 24 horas. Podrás pedirlos de nuevo { $again_at_ms }. { -unchanged }
error-own-request = No puedes decidir sobre tu propia petición. Pídeselo a otra persona del equipo de moderación. { -unchanged }
error-already-decided =
    { $state ->
        [approved] <@{ $actor_id }> ya aprobó esta petición.
        [declined] <@{ $actor_id }> ya rechazó esta petición.
        [removed] <@{ $actor_id }> ya eliminó esta imagen.
        [dismissed] <@{ $actor_id }> ya descartó este reporte.
       *[other] Ya es demasiado tarde para decidir sobre esto.
    } { -unchanged }
error-already-reported =
    { $open ->
        [true] Alguien ya reportó esta imagen. El equipo de moderación la revisará.
       *[false] El equipo de moderación ya ha revisado esta imagen.
    } { -unchanged }
error-no-picture-there = Ese mensaje no contiene ninguna de mis imágenes. { -unchanged }
