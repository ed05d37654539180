#!/usr/bin/env bash
# Injects faults into running services and audits what is left:
#
#   scripts/fault-suite.sh [RUNS] [SEED] [FIRST]    runs FIRST, FIRST+1, ... of a seed's sequence (default 200 runs, seed 1, from 0)
#   scripts/fault-suite.sh total                    the sum of all runs so far, which target/fault-suite/results keeps
#
# Every run drops small batches and does one thing to them at a random moment: kill -9 of a service, of both, of the engine's process,
# of the broker, of the store, of everything; a stopped and a frozen service; a store that refuses, answers 503 or 403, is slow, cuts
# connections; an interrupted database; a full disk; an inbox that nothing can be removed from; clocks an hour ahead and late; spoiled
# checkpoints; damaged rows; messages twice and for no job. An auditor that reads only the store and the database then
# proves that nothing is lost, nothing is there twice and nothing is half-published. The exit status is 0 if so.
#
#   E2E3D_FAULT_MINIO   a minio binary: the store is a real MinIO (scripts/with-minio.sh builds one into ~/.cache/e2e3d)
#   E2E3D_PG_URL        an empty PostgreSQL database for the rows: jdbc:postgresql://localhost/test?user=me&password=secret
#   E2E3D_FAULT_BUILT   not empty: what the last run compiled is used again
#   E2E3D_FAULT_FOLDER  where it works (default: a new folder in /tmp, removed afterwards)
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$home"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
parts=target/fault-suite # one jar and an archive of its loaded classes: services that are killed over and over start in half the time
results=$home/$parts/results
flags=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData)

build() {
  mvn -B -q -ntp -Dspotless.check.skip test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath \
    -Dmdep.includeScope=test >&2
  rm -rf "$parts"/{suite.jar,classes.jsa,classpath,data,log}
  mkdir -p "$parts"
  "${java%java}jar" cf "$parts/suite.jar" -C target/classes . -C target/test-classes .
  printf '%s:%s' "$home/$parts/suite.jar" "$(cat target/test-classpath)" >"$parts/classpath"
  "$java" "${flags[@]}" -Xmx192m "-XX:ArchiveClassesAtExit=$parts/classes.jsa" -cp "$(cat "$parts/classpath")" \
    org.e2e3d.faults.ServiceProcess "e2e3d.data=$parts/data" e2e3d.s3.port=0 e2e3d.management.port=-1 --once >"$parts/log" 2>&1 \
    || { cat "$parts/log" >&2; exit 1; }
}

if [ "${1:-}" = total ]; then
  exec "$java" -cp "$(cat "$parts/classpath")" org.e2e3d.faults.FaultSuite total "$results"
fi
runs=${1:-200}
seed=${2:-1}
first=${3:-0}
[ -n "${E2E3D_FAULT_BUILT:-}" ] && [ -f "$parts/classes.jsa" ] || build
folder=${E2E3D_FAULT_FOLDER:-$(mktemp -d "${TMPDIR:-/tmp}/e2e3d-faults.XXXXXX")}
status=0
"$java" "${flags[@]}" -Xmx512m "-De2e3d.classes=$home/$parts/classes.jsa" -cp "$(cat "$parts/classpath")" \
  org.e2e3d.faults.FaultSuite "$runs" "$seed" "$first" "$folder" "$results" || status=$?
if [ -z "${E2E3D_FAULT_FOLDER:-}" ] && [ "$status" = 0 ]; then rm -rf "$folder"; else echo "logs: $folder/logs" >&2; fi
exit "$status"
