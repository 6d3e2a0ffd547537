# shellcheck shell=bash
# Sourced by scripts/test: makes sure that node and npm are there.

# Installs them as root on Debian or Ubuntu. Where they cannot be had it says so and goes on.
ensure_node() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && return 0
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then
    echo "installing nodejs and npm" >&2
    if timeout 120 apt-get update -qq \
      && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; then
      return 0
    fi
  fi
  echo "no node and npm: the test of a client that runs on them will be skipped" >&2
}
