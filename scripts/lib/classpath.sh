# shellcheck shell=bash
# Sourced by the launchers, from the root of the repository, after toolchain.sh.

readonly RINGMQ_RUN_MODULES="namesrv broker raft-admin bench chaos bench/jmh bench/load bench/client-ringmq bench/client-kafka bench/client-nats system-tests/stock-programs system-tests/stock-client-4.9 system-tests/stock-client-5.5"
readonly RINGMQ_STAMP="target/built.stamp"

# Whether every module that is started as a process has been built since its sources changed last.
is_built() {
  [ -f "$RINGMQ_STAMP" ] || return 1
  local module
  for module in $RINGMQ_RUN_MODULES; do
    [ -d "$module/target/lib" ] || return 1
  done
  local changed
  changed=$(find pom.xml remoting store raft broker namesrv client raft-admin bench chaos system-tests -name target -prune -o \
    -newer "$RINGMQ_STAMP" \( -name pom.xml -o -path '*/src/main/*' \) -type f -print -quit)
  [ -z "$changed" ]
}

# Builds what the launchers start, unless that has been done.
ensure_built() {
  is_built && return 0
  echo "building (the first time takes a few minutes)" >&2
  local stamp_time
  stamp_time=$(mktemp)
  # shellcheck disable=SC2086
  mvn -B -q package -DskipTests -pl "${RINGMQ_RUN_MODULES// /,}" -am >&2
  mkdir -p target
  mv "$stamp_time" "$RINGMQ_STAMP"
}

# run_java MODULE MAIN_CLASS ARGS...: replaces this shell with a program of a built module; RINGMQ_TOOL_HEAP is its heap.
run_java() {
  local module=$1 main=$2 jar
  shift 2
  jar=$(find "$module/target" -maxdepth 1 -name 'ringmq-*[0-9].jar' | head -n 1)
  exec java -Xmx"${RINGMQ_TOOL_HEAP:-512m}" -XX:+UseSerialGC -Dringmq.home="$PWD" -cp "$jar:$module/target/lib/*" "$main" "$@"
}

# What the JVM of a broker, a nameserver and an operator's tool is started with; memory and collector come from JDK_JAVA_OPTIONS.
readonly RINGMQ_SERVER_OPTIONS="-XX:+ExitOnOutOfMemoryError -Dcom.google.protobuf.use_unsafe_pre22_gencode -Dio.netty.leakDetection.level=disabled -Djdk.serialFilter=!*"

# run_server MODULE MAIN_CLASS ARGS...: replaces this shell with a server of a built module.
run_server() {
  local module=$1 main=$2 jar
  shift 2
  jar=$(find "$module/target" -maxdepth 1 -name 'ringmq-*[0-9].jar' | head -n 1)
  set -f
  # shellcheck disable=SC2086
  exec java $RINGMQ_SERVER_OPTIONS -cp "$jar:$module/target/lib/*" "$main" "$@"
}
