#!/bin/sh
# Builds the fuzz targets and runs each for so many seconds (default 10) over its committed corpus, which it does not touch.
# What it finds stays in build/fuzz/found/.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-10}
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target fuzzers
found=build/fuzz/found
mkdir -p "$found"
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    name=${name#fuzz_}
    grown=$(mktemp -d)
    status=0
    "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$found/$name-" "$grown" "tests/fuzz/corpus/$name" || status=$?
    rm -rf "$grown"
    [ "$status" -eq 0 ] || exit "$status"
done
