#!/bin/sh
# On a new volume: makes the data, with a password for every connection, and runs the first-start scripts.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    umask 077
    printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
    initdb -D "$PGDATA" -U "$POSTGRES_USER" --encoding=UTF8 --locale=C --auth=scram-sha-256 --pwfile=/tmp/password >/dev/null
    rm /tmp/password
    pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start >/dev/null
    for script in /docker-entrypoint-initdb.d/*.sql; do
        PGPASSWORD="$POSTGRES_PASSWORD" psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d postgres -f "$script"
    done
    pg_ctl -D "$PGDATA" -w stop >/dev/null
    printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
fi
exec postgres -D "$PGDATA" -c 'listen_addresses=*'
