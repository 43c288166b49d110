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
    .option-amount = Tokens, p. ej. 20m o 500k. «unlimited» libra a un servidor del límite por servidor
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
    .description = Pausa la creación de imágenes en todos los servidores
    .name-message = mensaje
    .option-message = Lo que leen los miembros durante la pausa
command-operator-resume =
    .description = Reanuda la creación de imágenes
