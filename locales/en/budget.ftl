### /budget: what a member can spend and what they spent it on.

command-budget =
    .description = Your picture budget on this server
command-budget-show =
    .description = See how many pictures you have left and when your budget resets
command-budget-history =
    .description = See your pictures on this server and what each one cost
