# shellcheck shell=bash
# Sourced by scripts/bench, after toolchain.sh: gets the servers of peers when a benchmark names them, and not before.

# ensure_peers ARGS...: gets what a command line names, where it is not there yet; compare-all that names none means all.
ensure_peers() {
  local named=" ${*//[,=]/ } "
  case "$named" in
    *" --b "* | *" --help "*) ;;
    *" compare-all "*) named+="kafka rocketmq-dledger nats" ;;
  esac
  local word
  for word in $named; do
    case "$word" in
      kafka) ensure_peer_libraries kafka ;;
      rocketmq-dledger | rocketmq-controller) ensure_peer_libraries rocketmq ;;
      nats) ensure_nats_server ;;
    esac
  done
}

# From Maven Central into bench/peers/NAME/target/lib.
ensure_peer_libraries() {
  local module="bench/peers/$1"
  local stamp="$module/target/resolved.stamp"
  [ "$stamp" -nt "$module/pom.xml" ] && return 0
  echo "getting the server of $1" >&2
  mvn -B -q -P peers -pl "$module" package >&2
  touch "$stamp"
}

# From Debian or Ubuntu.
ensure_nats_server() {
  command -v nats-server >/dev/null 2>&1 && return 0
  if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "error: this needs nats-server; install it, or run this once as root on Debian or Ubuntu" >&2
    return 1
  fi
  echo "installing nats-server" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nats-server >/dev/null
}
