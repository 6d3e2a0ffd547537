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
  archive_classes
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

# set_server_command MODULE MAIN_CLASS: sets the array server_command to what starts a server of a built module. The class path is absolute,
# and in the order in which java expands it everywhere, as an archive of classes is only valid for the path it was made for.
set_server_command() {
  local module=$1 main=$2 jar
  jar=$(find "$module/target" -maxdepth 1 -name 'ringmq-*[0-9].jar' | head -n 1)
  read -r -a server_command <<<"java $RINGMQ_SERVER_OPTIONS"
  [ ! -d "$module/target/native" ] || server_command+=("-Djava.library.path=$PWD/$module/target/native")
  server_command+=(-cp "$PWD/$jar:$PWD/$module/target/lib/*" "$main")
}

# run_server MODULE MAIN_CLASS ARGS...: replaces this shell with a server of a built module.
run_server() {
  local archive=$PWD/$1/target/classes.jsa server_command
  set_server_command "$1" "$2"
  shift 2
  # The JVM uses no archive at all, not even its own, if it does not find the one it is told to use.
  [ ! -f "$archive" ] || server_command=(java "-XX:SharedArchiveFile=$archive" "${server_command[@]:1}")
  exec "${server_command[@]}" "$@"
}

# Lets a broker start and stop once to learn which classes a start needs: with these in an archive, a start takes about a second less.
archive_classes() {
  local archive=$PWD/broker/target/classes.jsa work port pid tries=0 server_command
  rm -f "$archive"
  work=$(mktemp -d)
  port=$((20000 + RANDOM % 10000))
  printf '%s\n' nodeId=n0 "members=n0=127.0.0.1:$port" "rings=ring-0:$((port + 1))" namesrvAddr=127.0.0.1:1 \
    advertisedAddress=127.0.0.1 bindAddress=127.0.0.1 "dataDir=$work/data" segmentBytes=16MiB >"$work/broker.properties"
  set_server_command broker io.ringmq.broker.main.BrokerMain
  java "-XX:ArchiveClassesAtExit=$archive" "${server_command[@]:1}" --config "$work/broker.properties" >"$work/log" 2>&1 &
  pid=$!
  until grep -q ' leads ' "$work/log" || ! kill -0 "$pid" 2>/dev/null || [ $((tries += 1)) -gt 300 ]; do
    sleep 0.1
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  if [ ! -f "$archive" ]; then
    echo "note: brokers will start without an archive of classes, which takes them a second longer:" >&2
    tail -n 3 "$work/log" >&2
  fi
  rm -rf "$work"
}
