### Concursos: los comandos, el mensaje del concurso, la galería, los resultados y lo que lee quien organiza.

## Noticias que esperan al siguiente comando del miembro, y avisos para el canal del equipo.

notice-member-prize = Ganaste **{ $amount }** con la entrada { $number } en **{ $title }** (puesto { $place }). Los tokens ya están en tu presupuesto. Míralos con { COMMAND("budget show") }.
notice-member-disqualified = Tu entrada { $number } en **{ $title }** fue descalificada. Motivo: «{ $reason }»
notice-contest-role =
    { $why ->
        [left] { $user } ganó **{ $title }**, pero ya no está en el servidor, así que no pude darle { $role }.
        [gone] No pude dar a { $user } el rol de ganador de **{ $title }** porque alguien eliminó el rol.
        [kept] No pude quitar a { $user } el rol { $role }, que ganó en **{ $title }** hace un tiempo. Necesito Gestionar roles y un rol por encima.
       *[forbidden] { $user } ganó **{ $title }**, pero no puedo darle { $role }. Necesito Gestionar roles y un rol por encima.
    }
