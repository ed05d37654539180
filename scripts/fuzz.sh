#!/usr/bin/env bash
# Feeds everything that is parsed from outside with inputs made up by a coverage-guided fuzzer:
#
#   scripts/fuzz.sh [MINUTES] [TARGET...]   MINUTES of processor time (default 10), shared among the targets
#   scripts/fuzz.sh total                   the sum of all runs so far, which target/fuzz/results keeps
#
# A target is a class named …Fuzz in src/test/java; all of them by default. Each runs in one thread with a heap of 512 MB, as often as it
# takes to use its share of processor time, whatever else the machine does; every run begins with the inputs that the ones before found
# worth keeping. An input that throws what the target does not expect, takes longer than 60 s or fills the memory is a finding and is
# written to target/fuzz/TARGET/; what takes longer than 5 s is written there too (slow-unit-…). A finding is fixed and its input kept as
# src/test/resources/fuzz/CLASS/found-NAME, where FuzzCorpusTest runs it for ever after.
#
#   E2E3D_FUZZ_TIMEOUT   seconds of the wall clock that one input may take (default 60). The first input includes the instrumenting of
#                        all classes it needs, which takes longer than that on a machine that is busy with other things.
#
# The fuzzer, Jazzer, is fetched by the Maven profile "fuzz"; it is no part of the product or its tests.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/fuzz
results=$out/results # a line a run: target, processor seconds, executions, findings

# Sums up lines of results.
table() {
  awk '{ cpu[$1] += $2; runs[$1] += $3; found[$1] += $4; c += $2; r += $3; f += $4 }
    END {
      for (t in cpu) printf "%-48s %6d s of CPU %12d executions, %d findings\n", t, cpu[t], runs[t], found[t] | "sort"
      close("sort")
      printf "%-48s %6d s of CPU %12d executions, %d findings\n", "all", c, r, f
    }' "$@"
}

if [ "${1:-}" = total ]; then
  table "$results"
  exit
fi
minutes=${1:-10}
[ $# -eq 0 ] || shift
mkdir -p "$out"

mvn -q -B -ntp ${E2E3D_MAVEN_OPTS:-} -Pfuzz -Dspotless.check.skip test-compile dependency:build-classpath \
  -Dmdep.outputFile="$out/classpath" -Dmdep.includeScope=test
classpath="target/classes:target/test-classes:$(cat "$out/classpath")"

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  while read -r file; do
    file=${file#src/test/java/}
    file=${file%.java}
    targets+=("${file//\//.}")
  done < <(find src/test/java -name '*Fuzz.java' | sort)
fi
share=$((minutes * 60 / ${#targets[@]}))

# One run of a target for so many seconds of the clock; a line of results.
run() {
  local target=$1 seconds=$2 status=0 cpu executions found seeds=src/test/resources/fuzz/$1
  mkdir -p "$out/$target/corpus"
  [ -d "$seeds" ] || seeds=""
  find "$out/$target" -maxdepth 1 -name log -delete
  local before=$(findings "$target")
  TIMEFORMAT='%U %S'
  { time java -Xmx512m -XX:+UseSerialGC -Djava.awt.headless=true -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$target" --reproducer_path="$out/$target" \
    --instrumentation_includes='org.e2e3d.**:com.drew.**:com.fasterxml.jackson.**' \
    --disabled_hooks='.*' \
    -max_total_time="$seconds" -timeout="${E2E3D_FUZZ_TIMEOUT:-60}" -report_slow_units=5 --keep_going=50 -rss_limit_mb=2560 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$out/$target/" "$out/$target/corpus" $seeds >"$out/$target/log" 2>&1 || status=$?; } 2>"$out/$target/cpu"
  cpu=$(awk '{ printf "%d", $1 + $2 }' "$out/$target/cpu")
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target/log" | sed -n '$p')
  found=$(($(findings "$target") - before))
  if [ "$status" != 0 ] && [ "$found" = 0 ]; then
    found=1
    echo "$target did not run to its end, see $out/$target/log" >&2
  fi
  echo "$target $cpu ${executions:-0} $found"
}

findings() {
  find "$out/$1" -maxdepth 1 \( -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' \) | wc -l
}

these=$(mktemp)
trap 'rm -f "$these"' EXIT
for target in "${targets[@]}"; do
  left=$share
  while [ "$left" -gt 0 ]; do
    # not too short a run: the start and the instrumenting take some seconds each time
    line=$(run "$target" $((left > 20 ? left : 20)))
    echo "$line" >>"$these"
    echo "$line" >>"$results"
    read -r _ cpu _ found <<<"$line"
    [ "$found" = 0 ] || break
    left=$((left - cpu))
  done
  table <(grep "^$target " "$these") | sed -n 1p
done
table "$these" | sed -n "\$p"
awk '{ found += $4 } END { exit found > 0 }' "$these"
