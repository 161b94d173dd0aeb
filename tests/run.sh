#!/usr/bin/env bash
# Installs what the tests need, builds them and runs every one, also under the sanitizers. The last
# line says how many passed and failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source deploy/common.sh

buf_version=1.75.0
mode=all
table='' passed_total=0 failed_total=0

usage() {
  cat <<'END'
usage: tests/run.sh [--fast | --nightly]

Installs missing packages (Debian 12; root or sudo), then builds and runs the tests: as released,
under AddressSanitizer and UBSan, and, for the rooms without gRPC, under ThreadSanitizer.

  --fast     as released only
  --nightly  also clang-tidy over everything, and the tests that take long
  --help     this text
END
}

read_arguments() {
  while (($#)); do
    case $1 in
      --fast | --nightly) mode=${1#--} ;;
      --help) usage && exit 0 ;;
      *) fail "'$1' means nothing here; tests/run.sh --help shows what does." ;;
    esac
    shift
  done
}

# record STAGE PASSED FAILED SECONDS
record() {
  table+=$(printf '%-10s %8s %8s %8s' "$@")$'\n'
  passed_total=$((passed_total + $2))
  failed_total=$((failed_total + $3))
}

# The sanitizers of g++ 12 fail at random on kernels that scatter memory widely; so the script
# starts itself again with a fixed layout, where that is allowed.
fix_memory_layout() {
  [[ -z ${TIDEGATE_LAYOUT_FIXED-} ]] && setarch -R true 2>/dev/null || return 0
  TIDEGATE_LAYOUT_FIXED=1 exec setarch -R tests/run.sh "$@"
}

install_buf() {
  local home=build/tools
  local manifest=$home/node_modules/@bufbuild/buf/package.json
  grep -qs "\"version\": \"$buf_version\"" "$manifest" && return 0
  logged "$log_dir/buf.log" npm install --prefix "$home" --cache "$home/npm-cache" \
    --no-save --no-audit --no-fund "@bufbuild/buf@$buf_version" ||
    say "npm could not install buf: the test of protos/ will fail. Check the network, start again."
  rm -rf "$home/npm-cache"
}

# build_stage STAGE PRESET: configures anew, because packages may have come since the last time.
build_stage() {
  local started=$SECONDS
  say "== $1: building"
  configure "$2" && build "$2" && return 0
  say "== $1: the build failed, so nothing of it was tested; mend what is shown above"
  record "$1" 0 1 $((SECONDS - started))
  return 1
}

# count LOG CODE: prints how many tests passed and failed, by ctest's own closing line.
count() {
  local line passed=0 failed=0
  line=$(grep -E 'tests passed, [0-9]+ tests failed out of [0-9]+' "$1" | tail -n 1) || true
  if [[ $line =~ ([0-9]+)\ tests\ failed\ out\ of\ ([0-9]+) ]]; then
    failed=${BASH_REMATCH[1]} passed=$((BASH_REMATCH[2] - BASH_REMATCH[1]))
  fi
  if (($2 != 0 && failed == 0)); then failed=1; fi
  echo "$passed $failed"
}

# test_stage STAGE PRESET CTEST_ARGUMENT...
test_stage() {
  local stage=$1 preset=$2 started=$SECONDS code=0 log=$log_dir/$1.ctest.log passed failed
  shift 2
  build_stage "$stage" "$preset" || return 0
  say "== $stage: testing"
  ctest --preset "$preset" -j2 --output-on-failure --no-tests=error "$@" 2>&1 </dev/null |
    tee "$log" || code=$?
  read -r passed failed < <(count "$log" "$code")
  record "$stage" "$passed" "$failed" $((SECONDS - started))
}

tidy_stage() {
  local started=$SECONDS
  build_stage tidy tidy || return 0
  record tidy 1 0 $((SECONDS - started))
}

run_stages() {
  test_stage release release -LE nightly
  [[ $mode != fast ]] || return 0
  test_stage asan asan -LE nightly
  test_stage tsan tsan -LE nightly
  [[ $mode == nightly ]] || return 0
  tidy_stage
  test_stage nightly release -L nightly
}

summarize() {
  printf '\n%-10s %8s %8s %8s\n%s\n' stage passed failed seconds "$table"
  echo "$passed_total passed, $failed_total failed"
  ((failed_total == 0))
}

main() {
  read_arguments "$@"
  fix_memory_layout "$@"
  if deploy/install-packages.sh build test; then
    install_buf
    run_stages
  else
    record packages 0 1 "$SECONDS"
  fi
  summarize
}

main "$@"
