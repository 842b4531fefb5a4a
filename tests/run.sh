#!/bin/sh
# Runs every test: installs what is missing (Debian), builds with warnings as errors, runs the suite, and runs it again
# under AddressSanitizer and UndefinedBehaviorSanitizer. With --nightly also the long ones: coverage, valgrind, fuzzers.
# The last line is "N passed, N failed"; the exit code is 0 only if nothing failed.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/setup.sh

nightly=no
case ${1-} in
'') ;;
--nightly) nightly=yes ;;
*)
    echo "Usage: sh tests/run.sh [--nightly]" >&2
    exit 2
    ;;
esac

passed=0
failed=0

# finish: the last line, and the exit code.
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

# step NAME COMMAND...: one thing that passes or fails.
step() {
    name=$1
    shift
    echo "== $name"
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $name"
    fi
}

# suite PRESET: builds the preset and runs its tests.
suite() {
    echo "== build $1"
    if ! build_preset "$@" -DCOURANT_TESTS=ON -DCOURANT_WERROR=ON >build/log 2>&1; then
        cat build/log
        failed=$((failed + 1))
        echo "failed: build of '$1'"
        return 1
    fi
    grep -E ' (warning|error): ' build/log
    echo "== test $1"
    ctest --test-dir "build/$1" --output-on-failure --no-tests=error -j "$(processors)" | tee build/log
    # why a test was skipped, or a part of one passed over, ctest keeps to itself
    grep -E '^(skipped|passed over): ' "build/$1/Testing/Temporary/LastTest.log" | sort -u
    # "97% tests passed, 1 tests failed out of 34"
    total=$(sed -n 's/.* tests failed out of \([0-9]*\).*/\1/p' build/log)
    wrong=$(sed -n 's/.* \([0-9]*\) tests failed out of .*/\1/p' build/log)
    if [ -z "$total" ]; then
        failed=$((failed + 1))
        return 1
    fi
    failed=$((failed + wrong))
    passed=$((passed + total - wrong))
}

packages="$COURANT_BUILD_PACKAGES $COURANT_TEST_PACKAGES"
[ "$nightly" = no ] || packages="$packages valgrind clang debootstrap"
if ! need_packages $packages; then
    failed=1
    finish
fi
need_packages $COURANT_ENGINE_PACKAGES || echo "Not all of $COURANT_ENGINE_PACKAGES can be had: tests with them are passed over."
mkdir -p build
suite release
step "seeds/quickstart.sh" sh -c 'sh seeds/quickstart.sh >build/digest.md && grep -q "^## " build/digest.md'
suite asan
if [ "$nightly" = yes ]; then
    step "line coverage" sh tests/coverage.sh
    step "the package on a bare Debian" python3 -B tests/package/deb.py cpack build/release --bare
    step "an archive killed at every call" env COURANT_FULL=1 python3 -B tests/faults/archive.py build/release/courant \
        build/release/tests/libinjector.so
    step "a fetch killed at every call" env COURANT_FULL=1 python3 -B tests/net/kill.py build/release/courant \
        build/release/tests/libinjector.so
    step "a million hostile texts" env COURANT_HOSTILE=1000000 python3 -B tests/hostile/pages.py \
        build/release/tests/hostile/hostile_pages
    step "valgrind" sh tests/valgrind.sh
    step "fuzzers" sh tests/fuzz.sh 60
fi
finish
