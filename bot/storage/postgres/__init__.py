"""The store on a PostgreSQL server. Needs asyncpg, which comes with `easel-bot[postgres]`."""
