#!/bin/sh
# sh tests/fuzz.sh [SECONDS [TARGET...]]: builds the fuzz targets and runs each of them, or those named, for so many seconds
# (default 10) over its committed corpus, which it does not touch. Says how many inputs each has tried; what one finds stays in
# build/fuzz/found/.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/setup.sh

seconds=${1:-10}
[ $# -eq 0 ] || shift
need_packages $COURANT_BUILD_PACKAGES clang || exit 1
mkdir -p build/fuzz/found
COURANT_TARGET=fuzzers
build_preset fuzz >build/fuzz/log 2>&1 || {
    cat build/fuzz/log
    exit 1
}
[ $# -gt 0 ] || set -- $(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_\(.*\)\.c$/\1/')
failed=
for name; do
    grown=$(mktemp -d)
    status=0
    # a minute an input: what the limits allow, on a busy machine, under the sanitizers
    "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -timeout=60 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$name-" "$grown" "tests/fuzz/corpus/$name" >build/fuzz/log 2>&1 || status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' build/fuzz/log)
    echo "-- $name: ${runs:-no} runs, $(ls "$grown" | wc -l) new paths"
    rm -rf "$grown"
    if [ "$status" -ne 0 ] || [ -z "$runs" ]; then
        tail -n 60 build/fuzz/log
        failed="$failed $name"
    fi
done
[ -z "$failed" ] || echo "fuzzers:$failed"
[ -z "$failed" ]
