### /operator: what the bot's owner sees on their own server.

command-operator =
    .description = Para el dueño del bot
command-operator-cap =
    .description = Límites mensuales de los servidores (meses naturales, UTC)
command-operator-cap-set =
    .description = Pon un límite para todos los servidores juntos, para cada uno o para uno solo
    .name-for = para
    .option-for = Todos los servidores juntos, cada servidor sin límite propio o un servidor
    .name-amount = { -name-amount }
    .option-amount = Tokens, p. ej. 20m o 500k. «unlimited» exime a un servidor del límite por servidor
command-operator-cap-clear =
    .description = Quita un límite
    .name-for = para
    .option-for = Todos los servidores juntos, cada servidor sin límite propio o un servidor
command-operator-cap-list =
    .description = Muestra todos los límites
command-operator-balance =
    .description = Muestra el crédito que queda en el servicio de imágenes
command-operator-spending =
    .description = Muestra lo que ha gastado cada servidor este mes, pérdidas incluidas
command-operator-pause =
    .description = Pausa la generación de imágenes en todos los servidores
    .name-message = mensaje
    .option-message = Lo que leen los miembros durante la pausa
command-operator-resume =
    .description = Reanuda la generación de imágenes
command-operator-status =
    .description = Mira si la generación de imágenes está disponible y qué hay en cola

## Answers

operator-all-servers = Todos los servidores juntos
operator-each-server = Cada servidor sin límite propio
operator-no-limit = sin límite
operator-limit = { $amount } ({ $dollars })
operator-left-server = un servidor en el que ya no estoy (`{ $id }`)
operator-balance = Quedan **{ $dollars }** en el servicio de imágenes. Son { $amount }.
operator-balance-unknown = El servicio de imágenes no ha indicado cuánto crédito queda ({ $reason }).
operator-spending-heading = { $servers ->
    [one] **Desde el { $since }** en { $servers } servidor
    [many] **Desde el { $since }** en { $servers } de servidores
   *[other] **Desde el { $since }** en { $servers } servidores
}
operator-spending-total = Pagado por los miembros: **{ $paid }**. Perdido: **{ $lost }**. En total: **{ $dollars }**.
operator-spending-limit = Límite para todos los servidores: { $limit }
operator-spending-server = { $server }: { $paid } pagados
operator-spending-server-lost = { $line }, { $lost } perdidos
operator-spending-server-reserved = { $line }, { $reserved } reservados
operator-spending-server-limit = { $line }, límite { $limit }
operator-more-servers = { $count ->
    [one] y { $count } más. Ejecuta `{ $command }` para verlo.
    [many] y { $count } más. Ejecuta `{ $command }` para verlos todos.
   *[other] y { $count } más. Ejecuta `{ $command }` para verlos todos.
}
operator-caps-title = **Límites por mes natural** (UTC)
operator-cap-line = { $scope }: **{ $limit }**
operator-cap-default = { $scope }: **{ $limit }**, del ajuste `MONTHLY_CAP`
operator-cap-set = { $scope }: { $old } → **{ $new }** por mes natural.
operator-paused = **En pausa.** Nadie puede crear imágenes. Las que están en curso se terminarán. Acaba la pausa con { COMMAND("operator resume") }.
operator-paused-message = Los miembros leen: «{ $message }»
operator-resumed = Los miembros ya pueden volver a crear imágenes.
operator-not-paused = El bot no estaba en pausa.
operator-status-available = **La generación de imágenes está disponible.** { $queued } en cola, { $running } en curso.
operator-status-unavailable = **La generación de imágenes no está disponible.** { $reason ->
    [key] El servicio de imágenes rechaza AIMLAPI_KEY.
    [credits] Tu cuenta en el servicio de imágenes no tiene crédito.
    [forbidden] Tu cuenta en el servicio de imágenes no puede usar este modelo.
    [model] El servicio de imágenes no conoce el modelo.
    [url] AIMLAPI_URL no es la dirección del servicio de imágenes.
   *[other] El servicio de imágenes no trabaja para este bot ({ $reason }).
} { $queued } en cola, { $running } en curso.
operator-status-next = { $next ->
    [none] Lo estoy comprobando ahora.
   *[other] Lo comprobaré { $next }.
}
operator-button-check = Comprobar ahora
