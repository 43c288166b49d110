### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Dein Bilderbudget auf diesem Server
command-budget-show =
    .description = Sieh nach, wie viele Bilder du noch hast und wann dein Budget erneuert wird
command-budget-history =
    .description = Sieh dir deine Bilder auf diesem Server an und was sie gekostet haben
