#!/usr/bin/env bash
# Runs a command with a real MinIO server beside it, where one can be had:
#
#   scripts/with-minio.sh COMMAND ARG...
#
# The server is built once by Go's ordinary client (MinIO's own README: it is distributed as source
# only) at the version below into a cache folder, started on a free loopback port with random
# credentials in a temporary folder, and named to the command by E2E3D_TEST_S3_ENDPOINT,
# E2E3D_TEST_S3_ACCESS_KEY and E2E3D_TEST_S3_SECRET_KEY. It is stopped, and its folder removed, afterwards.
# If E2E3D_TEST_S3_ENDPOINT is set already, that server is used and nothing is started.
# Without Go, or if the build or start fails, this is said loudly and the command runs without.
# The exit status is the command's.
#
#   E2E3D_MINIO         a minio binary to use instead of building one
#   E2E3D_MINIO_CACHE   where builds are kept (default ~/.cache/e2e3d)
#   E2E3D_MINIO_BUILD_LIMIT   seconds the build may take (default 1500)
set -uo pipefail

# The module proxy serves no release tags (RELEASE.2025-…); this is a commit of February 2026.
version=v0.0.0-20260212201848-7aac2a2c5b7c
cache=${E2E3D_MINIO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/e2e3d}
limit=${E2E3D_MINIO_BUILD_LIMIT:-1500}

say() { printf 'with-minio: %s\n' "$*" >&2; }

# Sets $minio to a binary, or $why to the reason why there is none.
find_server() {
  minio=${E2E3D_MINIO:-}
  if [ -n "$minio" ]; then
    [ -x "$minio" ] || why="E2E3D_MINIO=$minio cannot be run"
    return
  fi
  minio=$cache/minio-$version
  [ -x "$minio" ] && return
  if ! command -v go >/dev/null; then
    why="there is no go command to build MinIO with"
    return
  fi
  build_server
}

build_server() {
  mkdir -p "$cache" || { why="cannot make the folder $cache"; return; }
  exec 8>"$cache/minio.lock"
  if command -v flock >/dev/null && ! flock -w "$limit" 8; then
    why="another build of MinIO did not end within $limit s"
    return
  fi
  [ -x "$minio" ] && return # somebody else built it meanwhile
  local place log
  place=$(mktemp -d "$cache/build.XXXXXX")
  log=$cache/minio-build.log
  say "building MinIO $version once with $(go version) (some minutes; log: $log)"
  if GOBIN=$place GOTOOLCHAIN=auto CGO_ENABLED=0 timeout "$limit" \
      go install -trimpath -ldflags '-s -w' "github.com/minio/minio@$version" >"$log" 2>&1 8>&-; then
    mv "$place/minio" "$minio"
    say "built $minio"
  else
    why="go install github.com/minio/minio@$version failed with status $?: $(tail -n 3 "$log" | tr '\n' ' ')"
  fi
  rm -rf "$place"
  exec 8>&-
}

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# Starts $minio; sets $server (process id), $data and the E2E3D_TEST_S3_ variables, or $why.
start_server() {
  data=$(mktemp -d "${TMPDIR:-/tmp}/e2e3d-minio.XXXXXX")
  export E2E3D_TEST_S3_ACCESS_KEY E2E3D_TEST_S3_SECRET_KEY
  E2E3D_TEST_S3_ACCESS_KEY=test-$(random 6)
  E2E3D_TEST_S3_SECRET_KEY=$(random 20)
  local port attempt
  for attempt in 1 2 3 4 5; do
    port=$((20000 + ($(od -An -N2 -tu2 /dev/urandom)) % 12000))
    MINIO_ROOT_USER=$E2E3D_TEST_S3_ACCESS_KEY MINIO_ROOT_PASSWORD=$E2E3D_TEST_S3_SECRET_KEY \
      MINIO_BROWSER=off MINIO_UPDATE=off MINIO_CI_CD=1 \
      "$minio" server --quiet --address "127.0.0.1:$port" "$data/objects" >"$data/log" 2>&1 &
    server=$!
    if await_server "$port"; then
      export E2E3D_TEST_S3_ENDPOINT=http://127.0.0.1:$port
      say "MinIO ($("$minio" --version | head -n 1)) runs at $E2E3D_TEST_S3_ENDPOINT"
      return
    fi
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    server=
  done
  why="$minio did not start: $(tail -n 3 "$data/log" | tr '\n' ' ')"
  unset E2E3D_TEST_S3_ACCESS_KEY E2E3D_TEST_S3_SECRET_KEY
}

# True once the server answers; false if it ended or does not within 20 s.
await_server() {
  local i
  for i in $(seq 100); do
    kill -0 "$server" 2>/dev/null || return 1
    (exec 9<>"/dev/tcp/127.0.0.1/$1" &&
      printf 'GET /minio/health/ready HTTP/1.0\r\n\r\n' >&9 &&
      head -n 1 <&9 | grep -q ' 200 ') 2>/dev/null && return 0
    sleep 0.2
  done
  return 1
}

stop_server() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
  fi
  [ -n "$data" ] && rm -rf "$data"
}

[ $# -gt 0 ] || { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 2; }

why='' minio='' server='' data=''
trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -n "${E2E3D_TEST_S3_ENDPOINT:-}" ]; then
  say "using the S3 server at $E2E3D_TEST_S3_ENDPOINT"
else
  find_server
  [ -n "$why" ] || start_server
  if [ -n "$why" ]; then
    say "******************************************************************"
    say "NO REAL MINIO: $why"
    say "The tests against a real MinIO are SKIPPED; all others run."
    say "******************************************************************"
  fi
fi
"$@"
