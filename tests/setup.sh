# Sourced by tests/run.sh and seeds/quickstart.sh, in the project's root: what they need, and how they build.
# POSIX sh.

# What building takes; what the tests take besides.
COURANT_BUILD_PACKAGES="gcc g++ cmake ninja-build pkg-config libicu-dev libstemmer-dev libcmark-dev libcld2-dev libgumbo-dev
 libsimdjson-dev libjansson-dev libyaml-dev libxml2-dev libgmime-3.0-dev libarchive-dev libzstd-dev zlib1g-dev libxxhash-dev
 libsqlite3-dev libcurl4-openssl-dev"
COURANT_TEST_PACKAGES="check python3 clang-format locales util-linux lowdown mandoc dpkg-dev file zstd bash zsh fish openssl python3-aiosmtpd strace"
# Programs that pages are tried with: without them their tests are passed over.
COURANT_ENGINE_PACKAGES="cmark cmark-gfm hugo jekyll chromium chromium-driver python3-feedparser libxml2-utils"

# Installs the packages named that are missing. Elsewhere than on Debian: names them and goes on.
need_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        echo "This is no Debian system. These Debian packages, or what matches them, are needed:" $* >&2
        return 0
    fi
    missing=
    for package in $*; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
        *" ok installed") ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    echo "Installing:$missing" >&2
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1; then
        as_root=sudo
    else
        echo "No right to install. Run this as root: apt-get install$missing" >&2
        return 1
    fi
    $as_root apt-get update -qq >&2 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >&2
}

processors() {
    getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1
}

# build_preset PRESET [OPTION...]: configures and builds build/PRESET, all of it or what COURANT_TARGET names.
build_preset() {
    preset=$1
    shift
    cmake --preset "$preset" "$@" >build/configure-log 2>&1 || {
        cat build/configure-log >&2
        rm -f build/configure-log
        return 1
    }
    rm -f build/configure-log
    cmake --build "build/$preset" --parallel "$(processors)" ${COURANT_TARGET:+--target "$COURANT_TARGET"}
}
