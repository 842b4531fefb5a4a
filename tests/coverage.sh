#!/bin/sh
# Builds with gcov, runs the suite, prints how many lines of each file of src/ were run, and fails below 90 % of all.
# The report with the lines is at build/coverage/report/.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/setup.sh

need_packages $COURANT_BUILD_PACKAGES $COURANT_TEST_PACKAGES || exit 1
mkdir -p build
build_preset coverage -DCOURANT_TESTS=ON >build/log 2>&1 || {
    cat build/log
    exit 1
}
find build/coverage -name '*.gcda' -exec rm -f {} +
ctest --test-dir build/coverage --output-on-failure --no-tests=error -j "$(processors)" >build/log 2>&1 || {
    cat build/log
    exit 1
}
exec python3 -B tests/coverage.py build/coverage 90
