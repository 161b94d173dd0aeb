# shellcheck shell=bash
# What the scripts of deploy/ and tests/ share. To be sourced, from the repository's root.

log_dir=build/logs
export CCACHE_DIR=$PWD/build/ccache
export CCACHE_SLOPPINESS=pch_defines,time_macros  # without it ccache passes by precompiled headers

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# logged LOG COMMAND...: runs the command with its output in LOG; shows LOG's end if it fails.
logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" </dev/null >"$log" 2>&1 && return 0
  say "--- the end of $log"
  tail -n 40 "$log" >&2
  say "---"
  return 1
}

# configured PRESET: whether its build directory is as CMakePresets.json wants it. (A change to a
# CMakeLists.txt is the build's own business.)
configured() {
  local ninja=build/$1/build.ninja
  [[ -f $ninja && ! CMakePresets.json -nt $ninja ]]
}

configure() { logged "$log_dir/$1.configure.log" cmake --preset "$1"; }

# build PRESET [CMAKE ARGUMENT...]
build() {
  local preset=$1
  shift
  logged "$log_dir/$preset.build.log" cmake --build --preset "$preset" "$@"
}
