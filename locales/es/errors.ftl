### What members read when something goes wrong. The IDs are the names of the errors' classes.
### A text for a picture ends by saying that it cost nothing. `.ended` is for a picture that failed a while ago.

-not-charged = No se te ha cobrado nada.
-unchanged = No se ha cambiado nada.

## The member can do something about it.

error-server-only = Esto solo funciona en un servidor. { -not-charged }
error-prompt-missing = Tu prompt está vacío. Describe la imagen que quieres. { -not-charged }
error-prompt-too-long = Tu prompt tiene { $length } caracteres y el máximo es { $limit }. Acórtalo e inténtalo de nuevo. { -not-charged }
error-size-not-offered = { $size } no está disponible. Los tamaños van de 512 a 2048 en pasos de 32. Prueba con { $nearest }. { -not-charged }
error-size-and-preset = Elige un tamaño predefinido o un ancho y un alto, no las dos cosas. { -not-charged }
error-seed-not-offered = Una semilla es un número del { $lowest } al { $highest }. { -not-charged }
error-frozen =
    El equipo de moderación ha bloqueado tu presupuesto en este servidor.{ $has_reason ->
        [true] { " " }Motivo: «{ $reason }».
       *[false] { "" }
    }{ $has_until_ms ->
        [true] { " " }El bloqueo termina { $until_ms }.
       *[false] { "" }
    } { -not-charged }
error-no-allowance = No tienes presupuesto de imágenes en este servidor. Habla con el equipo de moderación. { -not-charged }
error-over-budget =
    { $limit ->
        [member] No tienes tokens suficientes para esta imagen. Cuesta { $price } y te quedan { $left }.
        [server] Este servidor no tiene tokens suficientes para esta imagen. Cuesta { $price } y al servidor le quedan { $left }.
        [operator_server] Este servidor ha llegado al límite que le puso el dueño del bot. Tokens que cuesta la imagen: { $price }. Tokens que quedan: { $left }.
       *[operator] El bot ha llegado a su límite mensual. Tokens que cuesta la imagen: { $price }. Tokens que quedan: { $left }.
    }{ $held ->
        [0] { "" }
        [one] { " " }Otro { $held } token está reservado para imágenes en curso.
        [many] { " " }Otros { $held } de tokens están reservados para imágenes en curso.
       *[other] { " " }Otros { $held } tokens están reservados para imágenes en curso.
    }{ $has_renewal ->
        [true]
            { $limit ->
                [member] { " " }Tu presupuesto se renueva { $renews }.
                [server] { " " }El presupuesto del servidor se renueva { $renews }.
               *[operator] { " " }El límite se renueva { $renews }.
            }
       *[false] { "" }
    } { -not-charged }
error-too-many-in-flight =
    { $limit ->
        [1] Solo puedes tener 1 imagen en curso a la vez. Espera a que termine o cancélala si sigue en cola.
        [one] Solo puedes tener { $limit } imagen en curso a la vez. Espera a que termine o cancélala si sigue en cola.
        [many] Puedes tener { $limit } de imágenes en curso a la vez. Espera a que termine una o cancela una que siga en cola.
       *[other] Puedes tener { $limit } imágenes en curso a la vez. Espera a que termine una o cancela una que siga en cola.
    } { -not-charged }
error-not-cancellable =
    { $state ->
        [released] Esa petición ya ha terminado. { -not-charged }
        [lost] Esa petición ya ha terminado. { -not-charged }
        [delivered] Esa imagen ya está lista.
       *[requested] Ya es tarde para cancelar. Tu imagen ya se está creando. Solo pagas si la recibes.
    }
error-not-yours = Eso solo puede hacerlo quien pidió esta imagen.
error-cancelled = Cancelado. { -not-charged }
    .ended = Se canceló la petición. { -not-charged }
error-prompt-refused =
    { $has_detail ->
        [true] El servicio de imágenes ha rechazado este prompt. Dice «{ $detail }».
       *[false] El servicio de imágenes ha rechazado este prompt.
    } Prueba con otras palabras. { -not-charged }
    .ended = El servicio de imágenes rechazó el prompt. Prueba con otras palabras. { -not-charged }
error-inputs-gone = Ya no tengo las imágenes que querías editar. Las guardo 7 días. Empieza de nuevo con { COMMAND("edit") }. { -not-charged }
    .ended = Ya no tenía las imágenes que querías editar. { -not-charged }
error-input-unreachable = No pude descargar esa imagen de Discord. Adjúntala otra vez. { -not-charged }
error-picture-gone = Esa imagen se eliminó. { -not-charged }
error-picture-not-kept = Ya no tengo esa imagen. Guardo las imágenes privadas 7 días. { -not-charged }
error-shown-before =
    { $has_link ->
        [true] Esa imagen ya está [en el canal]({ $link }).
       *[false] Esa imagen ya está en el canal.
    } { -unchanged }
error-other-server = Esa imagen se creó en otro servidor, así que no puedo mostrarla aquí. { -unchanged }
error-looser-safety = Esa imagen se creó con ajustes de seguridad menos estrictos que los de este canal. Muéstrala en el canal donde la creaste. { -unchanged }
error-several-pictures = Ese mensaje tiene { $count } imágenes. Para elegir una, haz clic derecho en el mensaje y elige Aplicaciones > Reembolsar esta imagen. { -unchanged }
error-draft-gone = Esa petición tiene más de un día. Empieza de nuevo con { COMMAND("imagine") }. { -not-charged }
error-invalid-size = No entiendo «{ $text }» como tamaño. Escríbelo así: 1024 × 768. { -not-charged }
error-invalid-seed = «{ $text }» no es una semilla. Usa un número entero o deja el campo vacío. { -not-charged }
error-no-image-there = En ese mensaje no hay ninguna imagen que pueda editar. { -not-charged }
error-no-gallery = No puedo publicar en una galería en este servidor. Un moderador puede elegir el canal y dejarme publicar ahí. { -unchanged }
error-already-promoted = Esa imagen ya está en la galería. { -unchanged }
error-input-not-an-image = Ese archivo no es una imagen o está dañado. Adjunta otro. { -not-charged }
error-input-animated = Las imágenes animadas no se pueden editar. Adjunta una sin animación. { -not-charged }
error-input-too-large = Ese archivo ocupa { $size } y el máximo es { $limit }. Adjunta uno más pequeño. { -not-charged }
error-input-too-many-pixels = Esa imagen tiene demasiados píxeles. Adjunta una más pequeña. { -not-charged }
error-input-too-small = Esa imagen es demasiado pequeña. Cada lado debe tener al menos { $shortest } píxeles. { -not-charged }
error-button-outdated = Este botón es de una versión anterior del bot y ya no funciona. { -unchanged }
error-button-of-another = Este botón es para otra persona. { -unchanged }

## Nobody who asked can do anything about it.

error-generation-unavailable =
    Ahora mismo no se pueden crear imágenes. El dueño del bot tiene que arreglarlo.{ $has_next_probe_at_ms ->
        [true] { " " }Lo comprobaré de nuevo { $next_probe_at_ms }.
       *[false] { "" }
    } { -not-charged }
    .ended = No se podían crear imágenes. El dueño del bot tiene que arreglarlo. { -not-charged }
error-request-rejected = El servicio de imágenes ha rechazado mi petición. No es por tu prompt. El dueño del bot tiene que arreglarlo. { -not-charged }
    .ended = El servicio de imágenes rechazó mi petición. No fue por tu prompt. El dueño del bot tiene que arreglarlo. { -not-charged }
error-provider-busy =
    { $has_wait ->
        [true] El servicio de imágenes está saturado. Inténtalo de nuevo { $retry }.
       *[false] El servicio de imágenes está saturado. Inténtalo de nuevo en unos minutos.
    } { -not-charged }
    .ended = El servicio de imágenes estaba saturado. Inténtalo de nuevo. { -not-charged }
error-queue-full =
    { $scope ->
        [server] Este servidor ya tiene en curso todas las imágenes que puedo aceptar.
       *[total] Ya tengo en curso todas las imágenes que puedo aceptar.
    } Inténtalo de nuevo en un minuto. { -not-charged }
    .ended = Había demasiadas imágenes en curso. Inténtalo de nuevo. { -not-charged }
error-shutting-down = Me estoy reiniciando. Inténtalo de nuevo en un minuto. { -not-charged }
    .ended = Me reinicié antes de terminar tu imagen. Inténtalo de nuevo. { -not-charged }
error-paused =
    { $has_message ->
        [true] El dueño del bot ha pausado la creación de imágenes. Dice «{ $message }».
       *[false] El dueño del bot ha pausado la creación de imágenes. Inténtalo más tarde.
    } { -not-charged }
    .ended = El dueño del bot pausó la creación de imágenes. Inténtalo más tarde. { -not-charged }
error-provider-failed =
    { $attempts ->
        [1] El servicio de imágenes ha fallado.
        [one] El servicio de imágenes ha fallado { $attempts } vez seguida.
        [many] El servicio de imágenes ha fallado { $attempts } de veces seguidas.
       *[other] El servicio de imágenes ha fallado { $attempts } veces seguidas.
    } Inténtalo más tarde. { -not-charged }
    .ended = El servicio de imágenes falló. Inténtalo más tarde. { -not-charged }
error-outcome-unknown = Se perdió la conexión con el servicio de imágenes y no llegó ninguna imagen. Inténtalo de nuevo. { -not-charged }
    .ended = { error-outcome-unknown }
error-picture-lost = Tu imagen se creó, pero se perdió antes de que pudiera publicarla. Inténtalo de nuevo. { -not-charged }
    .ended = { error-picture-lost }
error-reply-expired = Tardé más de lo que Discord me deja para responder y no pude publicar la imagen después. Inténtalo de nuevo. { -not-charged }
    .ended = { error-reply-expired }
error-delivery-forbidden = Tu imagen se creó, pero no tengo permiso para publicar aquí. Pide al equipo de moderación que me permita «{ permission-view-channel }», «{ permission-send-messages }» y «{ permission-attach-files }». Para las imágenes privadas, permite los mensajes directos de este servidor. { -not-charged }
    .ended = { error-delivery-forbidden }
error-delivery-failed = Discord no aceptó la imagen ni después de varios intentos. Inténtalo más tarde. { -not-charged }
    .ended = { error-delivery-failed }
error-picture-too-large = La imagen es demasiado grande para Discord, incluso comprimida. Elige un tamaño menor o JPEG. { -not-charged }
    .ended = { error-picture-too-large }
error-interrupted = Me reinicié antes de terminar tu imagen. Inténtalo de nuevo. { -not-charged }
    .ended = { error-interrupted }
error-storage-unavailable = Ahora mismo no puedo guardar nada, así que no puedo crear imágenes. Inténtalo de nuevo en unos minutos. { -not-charged }
    .ended = No podía guardar nada, así que no pude crear tu imagen. Inténtalo de nuevo. { -not-charged }
error-not-a-picture = El servicio de imágenes devolvió un archivo no válido. Inténtalo de nuevo. { -not-charged }
    .ended = { error-not-a-picture }
# Every other reason.
error-easel-error = No se pudo terminar tu imagen. Inténtalo más tarde. { -not-charged }
error-bug = Algo ha fallado por mi parte. { -not-charged } Si vuelve a pasar, envíale al dueño del bot el código `{ $reference }`.

## Moderators, and members who ask for their data.

error-invalid-amount =
    { $has_readings ->
        [true] «{ $text }» no está claro. ¿Quieres decir { $readings }?
       *[false] «{ $text }» no es una cantidad válida. Prueba con 63000, 250k o 1.5m.
    } { -unchanged }
error-invalid-moment =
    { $past ->
        [true] No entiendo «{ $text }» como fecha pasada. Escribe cuánto hace, como 12h, 3d o 2w, o una fecha como 2025-12-31.
       *[false] No entiendo «{ $text }» como fecha futura. Escribe cuánto falta, como 12h, 3d o 2w, o una fecha como 2030-12-31.
    } { -unchanged }
error-invalid-time-zone =
    { $has_nearest ->
        [true] No conozco la zona horaria «{ $name }». ¿Querías decir { $nearest }?
       *[false] No conozco la zona horaria «{ $name }». Elige una de la lista, como Europe/Berlin.
    } { -unchanged }
error-already-over = Eso ya habría terminado { $at_ms }. Elige un momento posterior. { -unchanged }
error-not-your-own = Quien modera no puede aumentar su propio presupuesto. Pídeselo a otro moderador o a un administrador. { -unchanged }
error-bots-have-no-budget = Los bots y los webhooks no tienen presupuesto. { -unchanged }
error-everyone-is-no-role = El presupuesto de todos es el predeterminado del servidor. Puedes cambiarlo con { COMMAND("quota server set") }. { -unchanged }
error-no-such-tier = Ese rol no tiene asignación propia. { -unchanged }
error-no-such-promise = Ese regalo por rol no existe en este servidor o ya ha terminado. { -unchanged }
error-too-many-role-grants = Este servidor tiene { $limit } regalos por rol abiertos, que es el máximo. Termina uno antes. { -unchanged }
error-not-frozen = El presupuesto de ese miembro no está bloqueado. { -unchanged }
error-nothing-to-deduct = A ese miembro no le quedan tokens que quitar. { -unchanged }
error-nothing-to-refund = Ese mensaje no tiene ninguna imagen pagada. { -unchanged }
error-already-refunded = Esta imagen ya se reembolsó { $at_ms }. { -unchanged }
error-given-back = Esto ya se devolvió al poner a cero el gasto { $at_ms }. { -unchanged }
error-nothing-to-undo = Ese cambio no existe en este servidor o no se puede deshacer. { -unchanged }
error-already-undone = { $by } ya deshizo ese cambio { $at_ms }. { -unchanged }
error-changed-since =
    { $count ->
        [0] No se puede deshacer porque se volvió a cambiar después.
        [one] No se puede deshacer porque { $names } se volvió a cambiar después.
        [many] No se puede deshacer porque { $names } se volvieron a cambiar después.
       *[other] No se puede deshacer porque { $names } se volvieron a cambiar después.
    } { -unchanged }
error-used-since =
    { $claims ->
        [0] No se puede deshacer porque una parte ya se ha usado o está reservada para imágenes en curso ({ $tokens }).
        [one] No se puede deshacer porque { $claims } miembro ya recibió los tokens. Puedes terminarlo con { COMMAND("quota grant-role revoke") }.
        [many] No se puede deshacer porque { $claims } de miembros ya recibieron los tokens. Puedes terminarlo con { COMMAND("quota grant-role revoke") }.
       *[other] No se puede deshacer porque { $claims } miembros ya recibieron los tokens. Puedes terminarlo con { COMMAND("quota grant-role revoke") }.
    } { -unchanged }
error-no-such-kind = No existe ese tipo de cambio. Elige uno de la lista. { -unchanged }
error-still-working = Todavía estoy con tu última petición. Inténtalo de nuevo cuando termine. { -unchanged }
error-still-under-way =
    { $running ->
        [1] Tienes 1 imagen en curso. Podrás borrar tus datos en cuanto termine.
        [one] Tienes { $running } imagen en curso. Podrás borrar tus datos en cuanto termine.
        [many] Tienes { $running } de imágenes en curso. Podrás borrar tus datos en cuanto terminen.
       *[other] Tienes { $running } imágenes en curso. Podrás borrar tus datos en cuanto terminen.
    } { -unchanged }
error-not-a-message = «{ $text }» no es un enlace de mensaje ni una ID. Haz clic derecho en la imagen y elige **Aplicaciones > { menu-refund-this-picture }**. { -unchanged }
error-no-such-server = No he encontrado un único servidor llamado «{ $name }». Elige uno de la lista o escribe su ID. { -unchanged }
error-invalid-blocked-word = «{ $text }» no se puede bloquear. Una palabra bloqueada necesita al menos dos letras o cifras y puede tener { $limit } caracteres. { -unchanged }
error-too-many-blocked-words = Son { $count } palabras bloqueadas y el máximo es { $limit }. { -unchanged }

## What Discord and its library refuse.

error-command-on-cooldown = Más despacio. Podrás usarlo de nuevo { $retry }. { -not-charged }
error-no-private-message = { error-server-only }
error-missing-permissions =
    { $count ->
        [one] Para esto necesitas el permiso { $permissions }.
        [many] Para esto necesitas los permisos { $permissions }.
       *[other] Para esto necesitas los permisos { $permissions }.
    } { -not-charged }
error-bot-missing-permissions =
    { $count ->
        [one] Aquí necesito el permiso { $permissions }. El equipo de moderación puede dármelo.
        [many] Aquí necesito los permisos { $permissions }. El equipo de moderación puede dármelos.
       *[other] Aquí necesito los permisos { $permissions }. El equipo de moderación puede dármelos.
    } { -not-charged }
error-check-failure = No puedes usar este comando aquí. { -not-charged }
error-transformer-error = «{ $text }» no es un valor válido aquí. { -not-charged }
error-command-not-found = Este comando ha cambiado desde que tu Discord lo cargó. Recarga Discord (Ctrl+R en un ordenador) e inténtalo de nuevo. { -not-charged }
error-command-signature-mismatch = { error-command-not-found }
error-discord-server-error = Discord no ha aceptado mi respuesta. Inténtalo de nuevo en un momento.
error-rate-limited = { error-discord-server-error }
error-client-error = { error-discord-server-error }

## Permissions, as Discord's settings call them.

permission-view-channel = Ver canales
permission-send-messages = Enviar mensajes
permission-send-messages-in-threads = Enviar mensajes en hilos
permission-embed-links = Insertar enlaces
permission-attach-files = Adjuntar archivos
permission-read-message-history = Leer el historial de mensajes
permission-manage-messages = Gestionar mensajes
permission-manage-channels = Gestionar canales
permission-manage-guild = Gestionar servidor
