#!/bin/sh
# Starts PostgreSQL on /var/lib/state/postgres, made at the first start with the databases
# `hub` and `api`, each owned by a user of its own name. Passwords come from files:
# /run/secrets/atlas/admin-password, hub-db-password, api-db-password.
set -eu
data=/var/lib/state/postgres
secrets=/run/secrets/atlas
if [ ! -s "$data/PG_VERSION" ]; then
    rm -rf "$data.new"
    initdb -D "$data.new" -U postgres --pwfile="$secrets/admin-password" --auth-host=scram-sha-256 \
        --auth-local=peer --encoding=UTF8 --locale=C.UTF-8 > /dev/null
    printf 'local all postgres scram-sha-256\nhost all all all scram-sha-256\n' > "$data.new/pg_hba.conf"
    hub=$(cat "$secrets/hub-db-password")
    api=$(cat "$secrets/api-db-password")
    sql() { printf "CREATE ROLE %s LOGIN PASSWORD '%s';\nCREATE DATABASE %s OWNER %s;\n" "$1" "$2" "$1" "$1"; }
    { sql hub "$hub"; sql api "$api"; } | while read -r line; do
        echo "$line" | postgres --single -D "$data.new" postgres > /dev/null
    done
    mv "$data.new" "$data"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp \
    -c max_connections=200 -c shared_buffers=128MB -c log_min_messages=warning
