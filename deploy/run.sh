#!/usr/bin/env bash
# Builds tidegate and starts it, against a sandbox of its providers or, with --config, against the
# real ones. Ctrl-C ends what it started.
set -euo pipefail
came_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source deploy/common.sh

bin=build/release/bin
config=''                   # the caller's; empty: the sandbox writes one
state=''                    # this run's own directory, gone with it
sandbox='' server=''        # process ids
grpc=127.0.0.1:50051 admin=127.0.0.1:8080
ready_seconds_max=30 stop_seconds_max=30

usage() {
  cat <<'END'
usage: deploy/run.sh [--config FILE]

Installs missing packages (Debian 12; root or sudo), builds, starts a sandbox of the providers and
the server, says where it listens, and waits for Ctrl-C.

  --config FILE  start the server alone, with FILE, against the real providers
  --help         this text
END
}

read_arguments() {
  while (($#)); do
    case $1 in
      --config)
        config=$(cd "$came_from" && realpath -e -- "${2-}" 2>/dev/null) || config=''
        [[ -f $config ]] || fail "There is no file '${2-}'. Try: deploy/run.sh --config FILE"
        shift 2
        ;;
      --help) usage && exit 0 ;;
      *) fail "'$1' means nothing here; deploy/run.sh --help shows what does." ;;
    esac
  done
}

# A file of the caller's may name other addresses; then the server itself says what is taken.
refuse_taken_addresses() {
  local address
  for address in "$grpc" "$admin"; do
    (exec 3<>"/dev/tcp/${address/://}") 2>/dev/null || continue
    fail "Another program listens on $address, perhaps an earlier deploy/run.sh. End it (as root,
'ss -ltnp' shows which it is), or choose other addresses in a file and use --config FILE."
  done
}

build_programs() {
  [[ -x $bin/tidegate ]] ||
    say "Building; the first time takes minutes. To watch: tail -f $log_dir/release.build.log"
  configured release || configure release ||
    fail "CMake could not configure the build. Mend what is shown above, or delete build/release if
it comes from elsewhere, then start again."
  build release --target tidegate-server tidegate-sandbox tidegate ||
    fail "The build failed. Mend what is shown above and start again; what is built stays built."
}

# launch NAME COMMAND...: in a session of its own, so that Ctrl-C reaches it through us, in order.
launch() {
  local name=$1
  shift
  setsid "$@" </dev/null >"$state/$name.out" 2>"$state/$name.log" &
}

running() { kill -0 "$1" 2>/dev/null; }

# fail_ended NAME CODE: for a child that ended by itself.
fail_ended() {
  say "--- the last words of the $1"
  tail -q -n 20 "$state/$1.out" "$state/$1.log" >&2
  fail "--- The $1 ended by itself with code $2; the words above say why. Everything is stopped."
}

# wait_until NAME PID COMMAND...: until the command succeeds; false when it takes too long.
wait_until() {
  local name=$1 pid=$2 tenths code=0
  shift 2
  for ((tenths = 0; tenths < ready_seconds_max * 10; tenths++)); do
    "$@" && return 0
    running "$pid" || { wait "$pid" || code=$?; fail_ended "$name" "$code"; }
    sleep 0.1
  done
  return 1
}

sandbox_ready() { grep -q '"ready": *true' "$state/sandbox.out"; }

start_sandbox() {
  config=$state/tidegate.yaml
  launch sandbox "$bin/tidegate-sandbox" --directory "$state" --tickdb-port 0 --control-port 0 \
    --write-config "$config"
  sandbox=$!
  wait_until sandbox "$sandbox" sandbox_ready ||
    fail "The sandbox was not ready within $ready_seconds_max s. Is the machine busy? Start again."
}

# listening KEY: the address under KEY of the server's log line that says where it listens.
listening() {
  grep -m 1 '"event": *"listening"' "$state/server.log" |
    sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"
}

learn_addresses() {
  local found
  found=$(listening grpc) && grpc=${found:-$grpc}
  found=$(listening admin) && admin=${found:-$admin}
  return 0
}

server_ready() {
  learn_addresses
  (
    exec 3<>"/dev/tcp/${admin%:*}/${admin##*:}" &&
      printf 'GET /readyz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$admin" >&3 &&
      read -r -t 2 answer <&3 &&
      [[ $answer == HTTP/*' 200 '* ]]
  ) 2>/dev/null
}

start_server() {
  launch server "$bin/tidegate-server" --config "$config"
  server=$!
  wait_until server "$server" server_ready && return 0
  say "--- the end of the server's log"
  tail -n 10 "$state/server.log" >&2
  [[ -z $sandbox ]] || fail "--- The server was not ready within $ready_seconds_max s. Start again."
  say "--- The server runs but is not ready yet: http://$admin/readyz and the log above say why."
}

announce() {
  local client=$bin/tidegate
  [[ $came_from == "$PWD" ]] || client=$PWD/$client
  cat <<END
tidegate is up: gRPC on $grpc, admin on http://$admin, logs in $state; Ctrl-C ends it
  try: $client flow 700.HK
  or:  grpcurl -plaintext -d '{"symbol":"700.HK"}' $grpc tidegate.v1.MarketDataService/GetCapitalFlow
END
}

# stop NAME PID
stop() {
  local tenths
  [[ -n $2 ]] || return 0
  kill -TERM "$2" 2>/dev/null || return 0
  for ((tenths = 0; tenths < stop_seconds_max * 10; tenths++)); do
    running "$2" || return 0
    sleep 0.1
  done
  say "The $1 did not stop within $stop_seconds_max s; it is killed."
  kill -KILL "$2" 2>/dev/null || true
}

# The server first: it must not see its providers die. Nothing interrupts this; its time is bounded.
clean_up() {
  trap '' INT TERM HUP
  stop server "$server"
  stop sandbox "$sandbox"
  rm -rf -- "$state"
}

make_state() {
  mkdir -p build/release/run
  state=$(mktemp -d "$PWD/build/release/run/XXXXXXXX")
  trap clean_up EXIT
  trap 'exit 0' INT TERM HUP
}

wait_for_an_end() {
  local code=0
  wait -n "$server" ${sandbox:+"$sandbox"} || code=$?
  running "$server" || fail_ended server "$code"
  fail_ended sandbox "$code"
}

main() {
  read_arguments "$@"
  [[ -n $config ]] || refuse_taken_addresses
  deploy/install-packages.sh build
  build_programs
  make_state
  [[ -n $config ]] || start_sandbox
  start_server
  announce
  wait_for_an_end
}

main "$@"
