#!/bin/bash
# KAFKA_SOME_SETTING=x becomes some.setting=x; the storage of a new volume is formatted; then the broker.
set -euo pipefail
settings=/tmp/server.properties
env | sed -n 's/^KAFKA_\([A-Z_]*\)=/\1=/p' | grep -v '^HEAP_OPTS=' | while IFS== read -r name value; do
    printf '%s=%s\n' "$(printf '%s' "$name" | tr 'A-Z_' 'a-z.')" "$value"
done >"$settings"
classes=(-cp '/opt/kafka/libs/*' -Dlog4j.configuration=file:/opt/kafka/log4j.properties)
if [ ! -s "$KAFKA_LOG_DIRS/meta.properties" ]; then
    cluster="$(java "${classes[@]}" kafka.tools.StorageTool random-uuid | tail -n 1)"
    java "${classes[@]}" kafka.tools.StorageTool format -t "$cluster" -c "$settings"
fi
# shellcheck disable=SC2086  # several options in one variable, as in the public image
exec java $KAFKA_HEAP_OPTS "${classes[@]}" kafka.Kafka "$settings"
