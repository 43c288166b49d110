# docker build -t easel .      How to run it: README.md, "In a container".

FROM python:3.13-slim-bookworm AS packages
COPY requirements-image.lock /
RUN python -m venv /packages \
    && /packages/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
       --only-binary=:all: --require-hashes --requirement /requirements-image.lock

FROM python:3.13-slim-bookworm
# The number must not change, because files in a mounted /data belong to it.
RUN groupadd --gid 10001 easel \
    && useradd --uid 10001 --gid easel --no-create-home --home-dir /data --shell /usr/sbin/nologin easel \
    && install --directory --owner=easel --group=easel --mode=0700 /data
COPY --from=packages /packages /packages
COPY LICENSE /app/
COPY locales /app/locales
COPY cogs /app/cogs
COPY bot /app/bot
ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/easel.sqlite3
# By number, so that a check for "not root" needs no list of users. The code belongs to root and can't change.
USER 10001:10001
WORKDIR /app
VOLUME ["/data"]
# The bot is process 1 and handles SIGTERM itself. It starts no processes, so there's nothing to reap.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=2 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
