# shellcheck shell=bash
# Sourced by scripts/test: a container engine for as long as the calling script runs.

readonly ENGINE_START_SECONDS=60
readonly ENGINE_STOP_SECONDS=20

# Uses the engine that answers, else starts one of its own and exports DOCKER_HOST; as root on Debian or Ubuntu it installs one first.
# Where none can be had it says so and goes on, or fails if RINGMQ_REQUIRE_ENGINE is true.
ensure_engine() {
  engine_answers && return 0
  local problem
  if problem=$(engine_problem) && start_engine; then
    return 0
  fi
  if [ "${RINGMQ_REQUIRE_ENGINE:-false}" = true ]; then
    echo "error: no container engine${problem:+: $problem}" >&2
    return 1
  fi
  echo "no container engine${problem:+ ($problem)}: the tests that need containers will be skipped" >&2
}

engine_answers() {
  command -v docker >/dev/null 2>&1 && timeout 10 docker info >/dev/null 2>&1
}

# Says why no engine can be started here, or installs what is missing for it.
engine_problem() {
  if [ "$(id -u)" -ne 0 ]; then
    echo "none answers, and only root can start one"
    return 1
  fi
  command -v dockerd >/dev/null 2>&1 && command -v docker >/dev/null 2>&1 && return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "docker is not installed"
    return 1
  fi
  echo "installing docker.io" >&2
  if ! install_engine >&2; then
    echo "docker.io cannot be installed"
    return 1
  fi
}

# The package would start a service that outlives the tests; a policy keeps it from that.
install_engine() (
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  timeout 120 apt-get update -qq || exit 1
  packages=(docker.io)
  # Some releases have the client in a package of its own.
  ! apt-cache show docker-cli >/dev/null 2>&1 || packages+=(docker-cli)
  DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
)

# Starts an engine in a directory of its own that ends with this script. It leaves the forwarding of the machine as it is, and has no
# default network: tests make theirs.
start_engine() {
  engine_dir=$(mktemp -d "${TMPDIR:-/tmp}/ringmq-engine.XXXXXX")
  trap stop_engine EXIT
  # The kernel ends it, too, should this script be killed with no chance to do so.
  setpriv --pdeathsig TERM dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" --pidfile "$engine_dir/pid" \
    --host "unix://$engine_dir/docker.sock" --bridge none --ip-forward=false >"$engine_dir/log" 2>&1 &
  engine_process=$!
  export DOCKER_HOST="unix://$engine_dir/docker.sock"
  local deadline=$((SECONDS + ENGINE_START_SECONDS))
  while [ "$SECONDS" -lt "$deadline" ] && kill -0 "$engine_process" 2>/dev/null; do
    if engine_answers; then
      echo "started a container engine, which ends with this script" >&2
      return 0
    fi
    sleep 0.5
  done
  echo "dockerd did not start:" >&2
  tail -n 5 "$engine_dir/log" >&2
  stop_engine
  unset DOCKER_HOST
  return 1
}

# Ends the engine of start_engine with its containers, by force if need be, and deletes its directory. Idempotent.
stop_engine() {
  [ -n "${engine_process:-}" ] || return 0
  kill "$engine_process" 2>/dev/null || true
  local deadline=$((SECONDS + ENGINE_STOP_SECONDS))
  while [ "$SECONDS" -lt "$deadline" ] && kill -0 "$engine_process" 2>/dev/null; do
    sleep 0.2
  done
  # Its containerd ends with it, unless it had to be killed.
  local containerd
  containerd=$(cat "$engine_dir/exec/containerd/containerd.pid" 2>/dev/null || true)
  kill -9 "$engine_process" ${containerd:+"$containerd"} 2>/dev/null || true
  wait "$engine_process" 2>/dev/null || true
  engine_process=""
  rm -rf "$engine_dir" || echo "could not delete $engine_dir" >&2
}
