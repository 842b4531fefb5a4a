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

check() {
    echo "-- $*"
    CK_FORK=no valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite "$@" >build/log 2>&1 && return
    tail -n 60 build/log
    failed="$failed $1"
}

failed=
for test in build/debug/tests/unit/test_*; do
    [ ! -x "$test" ] || check "$test"
done
# as many threads as a run has, and one
check build/debug/courant digest --jobs 2 seeds/articles
check build/debug/courant summarize --format jsonl --jobs 1 seeds/articles/newsroom.jsonl
check build/debug/courant analyze --jobs 3 --format json seeds/articles
[ -z "$failed" ] || echo "valgrind:$failed"
[ -z "$failed" ]
