#!/usr/bin/env bash
# Feeds everything that is parsed from outside with inputs made up by a coverage-guided fuzzer:
#
#   scripts/fuzz.sh [MINUTES] [TARGET...]
#
# MINUTES (default 10) are shared among the targets: classes named …Fuzz in src/test/java, all of
# them by default. Each runs in one thread with a heap of 512 MB; an input that throws what the target
# does not expect, takes longer than 60 s or fills the memory is a finding and is written to
# target/fuzz/TARGET/; what takes longer than 5 s is written there too (slow-unit-…). A finding is fixed and its input kept as
# src/test/resources/fuzz/CLASS/found-NAME, where FuzzCorpusTest runs it for ever after.
#
#   E2E3D_FUZZ_TIMEOUT   seconds of the wall clock that one input may take (default 60). The first input includes the instrumenting of
#                        all classes it needs, which takes longer than that on a machine that is busy with other things.
#
# The fuzzer, Jazzer, is fetched by the Maven profile "fuzz"; it is no part of the product or its tests.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:-10}
[ $# -eq 0 ] || shift
out=target/fuzz
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
seconds=$((minutes * 60 / ${#targets[@]}))

findings=0
for target in "${targets[@]}"; do
  mkdir -p "$out/$target/corpus"
  find "$out/$target" -maxdepth 1 -type f -delete
  seeds=src/test/resources/fuzz/$target
  [ -d "$seeds" ] || seeds=""
  status=0

  TIMEFORMAT='%U %S'
  { time java -Xmx512m -XX:+UseSerialGC -Djava.awt.headless=true -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$target" --reproducer_path="$out/$target" \
    --instrumentation_includes='org.e2e3d.**:com.drew.**:com.fasterxml.jackson.**' \
    --disabled_hooks='.*' \
    -max_total_time="$seconds" -timeout="${E2E3D_FUZZ_TIMEOUT:-60}" -report_slow_units=5 --keep_going=50 -rss_limit_mb=2560 -max_len=8192 -print_final_stats=1 \
    -artifact_prefix="$out/$target/" "$out/$target/corpus" $seeds >"$out/$target/log" 2>&1 || status=$?; } 2>"$out/$target/cpu"
  cpu=$(awk '{ printf "%d", $1 + $2 }' "$out/$target/cpu")
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target/log" | tail -n 1)
  found=$(find "$out/$target" -maxdepth 1 \( -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' \) | wc -l)
  findings=$((findings + found))
  result="$found findings"
  if [ "$status" != 0 ] && [ "$found" = 0 ]; then
    findings=$((findings + 1))
    result="it did not run to its end, see $out/$target/log"
  fi
  printf '%-48s %5d s (%d of CPU) %12s executions, %s\n' "$target" "$seconds" "$cpu" "${executions:-?}" "$result"
done
[ "$findings" = 0 ]
