#!/bin/sh
# Sets up, builds, and prints the digest of the sample articles, or of the FILEs given.
#     sh seeds/quickstart.sh [FILE|DIR]...
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
prepare() (
    cd "$root"
    . tests/setup.sh
    need_packages $COURANT_BUILD_PACKAGES
    mkdir -p build
    echo "Building ..." >&2
    # where nobody has built yet, the tests and what they need are left out
    [ -f build/release/CMakeCache.txt ] || set -- -DCOURANT_TESTS=OFF
    COURANT_TARGET=courant_program
    build_preset release "$@" >build/log 2>&1 || {
        cat build/log >&2
        exit 1
    }
)
prepare || exit 1
[ $# -gt 0 ] || set -- "$root/seeds/articles"
exec "$root/build/release/courant" digest "$@"
