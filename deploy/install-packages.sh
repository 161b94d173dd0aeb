#!/usr/bin/env bash
# install-packages.sh LIST...: installs the Debian packages that LIST.packages in this folder names
# and this machine lacks. Needs neither network nor root when there are none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source deploy/common.sh

wanted() {
  local list
  for list in "$@"; do
    grep -v '^#' "deploy/$list.packages"
  done | if command -v node >/dev/null && command -v npm >/dev/null; then
    grep -vx -e nodejs -e npm  # whoever brought these may not have used Debian's packages
  else
    cat
  fi
}

installed() {
  dpkg-query --show --showformat='${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^[ih]i *//p'
}

missing() {
  local names
  mapfile -t names < <(wanted "$@")
  printf '%s\n' "${names[@]}" | grep -vxFf <(installed "${names[@]}") || true
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Without a terminal nobody can type a password, so sudo must do without.
can_become_root() {
  ((EUID == 0)) && return 0
  command -v sudo >/dev/null || return 1
  if [[ -t 0 ]]; then sudo -v; else sudo -n true 2>/dev/null; fi
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@"; }

install_packages() {
  apt_get update && apt_get install --yes --no-install-recommends "$@"
}

main() {
  command -v apt-get >/dev/null ||
    fail "There is no apt-get here. Use Debian 12, in a container for instance, and start again."
  local packages
  mapfile -t packages < <(missing "$@")
  ((${#packages[@]})) || return 0

  can_become_root || fail "Packages are missing and there is no way to become root. As root, run
  apt-get update && apt-get install --no-install-recommends ${packages[*]}
and start again."
  say "Installing ${#packages[@]} packages: ${packages[*]}"
  logged "$log_dir/packages.log" install_packages "${packages[@]}" ||
    fail "apt-get could not install the packages. Check the network, and that /etc/apt has Debian 12
(bookworm) main among its sources; then start again."
}

main "$@"
