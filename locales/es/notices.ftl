### News that nobody asked for: warnings for members, reports for the staff channel.

notice-member-nearly = Has gastado casi todo tu presupuesto en este servidor. Te queda { $left }.{ $renews ->
    [none] { "" }
   *[other] { " " }Tu presupuesto se renueva { $renews }.
} Mira los detalles con { COMMAND("budget show") }.
notice-member-full = Has gastado todo tu presupuesto en este servidor.{ $renews ->
    [none] { "" }
   *[other] { " " }Se renueva { $renews }.
}
notice-server-nearly = Este servidor ha gastado **{ $spent }** de su límite de { $cap }.{ $renews ->
    [none] { "" }
   *[other] { " " }El límite se renueva { $renews }.
}
notice-server-full = Este servidor ha llegado a su límite de **{ $cap }**, así que nadie puede crear imágenes.{ $renews ->
    [none] { "" }
   *[other] { " " }El límite se renueva { $renews }.
} Puedes cambiarlo con { COMMAND("quota server set") }.
notice-frozen = { $until ->
    [none] { $actor } ha bloqueado el presupuesto de { $user }.
   *[other] { $actor } ha bloqueado el presupuesto de { $user }. El bloqueo termina { $until }.
}
notice-unfrozen = { $actor } ha desbloqueado el presupuesto de { $user }.
notice-refunded = { $actor } le ha reembolsado **{ $amount }** a { $user } por [una imagen]({ $link }).
notice-refunded-unlinked = { $actor } le ha reembolsado **{ $amount }** a { $user } por una imagen.
notice-own-raised = { $actor } ha aumentado los presupuestos de este servidor, incluido el suyo. No tiene permisos de administrador.
notice-reason = Motivo: «{ $reason }»
notice-the-bot = El bot
notice-a-member = un miembro
# For the bot's owner, on their own server.
notice-unavailable =
    ⚠️ No se pueden crear imágenes. { $why ->
        [key] El servicio de imágenes rechazó la clave de la API.
        [credits] No queda crédito en el servicio de imágenes.
        [forbidden] El servicio de imágenes no deja que esta clave de la API use el modelo.
        [url] En la dirección configurada no está el servicio de imágenes.
       *[model] El servicio de imágenes no conoce el modelo.
    } Se rechazan imágenes nuevas hasta que se arregle. { COMMAND("operator status") } muestra cuándo lo volveré a comprobar.
