#!/bin/sh
# Runs the unit tests, and the program on the sample articles, under valgrind: no wrong access, no leak. What ICU keeps
# for the life of the process (its caches, which are reached by pointers into the middle of blocks) is no leak.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/setup.sh

need_packages $COURANT_BUILD_PACKAGES $COURANT_TEST_PACKAGES valgrind || exit 1
mkdir -p build
build_preset debug -DCOURANT_TESTS=ON >build/log 2>&1 || {
    cat build/log
    exit 1
}

# One command, and how long it took.
check='
log=$(mktemp) && start=$(date +%s)
CK_FORK=no valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
    --errors-for-leak-kinds=definite $1 >"$log" 2>&1
status=$?
echo "-- $1: $(($(date +%s) - start)) s, exit $status"
[ $status -eq 0 ] || tail -n 60 "$log"
rm -f "$log"
exit $((status != 0))'

# the program with as many threads as a run has, and one
{
    ls build/debug/tests/unit/test_*
    echo "build/debug/courant digest --jobs 2 seeds/articles"
    echo "build/debug/courant summarize --format jsonl --jobs 1 seeds/articles/newsroom.jsonl"
    echo "build/debug/courant analyze --jobs 3 --format json seeds/articles"
} | xargs -P "$(processors)" -I COMMAND sh -c "$check" check COMMAND
