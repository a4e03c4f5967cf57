#!/bin/sh
# Makes a checkout ready on a machine with python3, make and root or sudo:  sh deploy/setup.sh [test]
# `test` also wants a Chromium for the browser tests. Done again with nothing to do it ends at once.
set -eu
# Python before 3.13 does not start in a folder with Vietnamese letters when LC_ALL names a locale that is not there.
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/.."
purpose=${1:-run}
uv_version=0.13.9
log=.local/setup.log
stamp=.venv/setup-stamp

fail() {
    printf 'Setup: %s\n' "$*" >&2
    exit 1
}

# One line for a slow step: what it does and how long it took; a failure shows the end of its output and the remedy.
step() {
    what=$1 remedy=$2
    shift 2
    printf '  %s ...' "$what"
    started=$(date +%s)
    if "$@" >>"$log" 2>&1 </dev/null; then
        printf ' %s s\n' "$(($(date +%s) - started))"
    else
        printf ' failed\n'
        tail -n 15 "$log" >&2
        fail "$remedy"
    fi
}

check_platform() {
    case "$(uname -s)/$(uname -m)" in
        Linux/x86_64 | Linux/aarch64) ;;
        *) fail "this is $(uname -s) on $(uname -m), not Linux on x86-64 or arm64: use \`docker compose up\` instead." ;;
    esac
    if ldd --version 2>&1 | grep -qi musl; then
        fail "this Linux has musl instead of the GNU C library, for which there is no mongod: use \`docker compose up\` instead."
    fi
}

# The checkout's path is part of it: programs in .venv hold it and break when the checkout moves.
fingerprint() {
    pwd
    sha256sum pyproject.toml uv.lock deploy/setup.sh
}

has_program() {
    for program in "$@"; do
        ! command -v "$program" >/dev/null 2>&1 || return 0
    done
    return 1
}

has_library() {
    # Without ldconfig there is no telling; a mongod that misses the library says so when it starts.
    [ ! -x /sbin/ldconfig ] || /sbin/ldconfig -p | grep -qF "$1"
}

# Sets `python`, the first interpreter that is new enough.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return
        fi
    done
    fail "no Python 3.11 or newer here: install one (\`apt install python3.11\` where it exists) or use \`docker compose up\`."
}

# Prints the Debian packages that are missing.
missing_packages() {
    if [ ! -x .local/tools/bin/uv ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
    if [ -z "${SANGKIEN_AMQP_URL:-}" ]; then
        has_program /usr/lib/rabbitmq/bin/rabbitmq-server rabbitmq-server /usr/sbin/rabbitmq-server || echo rabbitmq-server
    fi
    if [ -z "${SANGKIEN_MONGO_URL:-}" ]; then
        has_library libcurl.so.4 || echo libcurl4
        has_library libssl.so.3 || echo libssl3
    fi
    if [ "$purpose" = test ]; then
        # The one without windows takes half the processor's time for a page.
        has_program chromium-headless-shell || echo chromium-headless-shell
    fi
}

# Runs as root. Debian starts a service as soon as it is installed, and again at every boot; ours is started by
# `make run` alone, so the system's stays down unless it was there before.
# shellcheck disable=SC2016 # expanded by the shell that runs it
install_script='
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap "rm -f $policy" EXIT
    trap "exit 1" HUP INT TERM
    printf "#!/bin/sh\nexit 101\n" >"$policy"
    chmod 755 "$policy"
fi
units=
case " $* " in *" rabbitmq-server "*) units=rabbitmq-server.service ;; esac
[ -z "$units" ] || command -v epmd >/dev/null || units="$units epmd.socket epmd.service"
apt-get update -q
apt-get install -q -y --no-install-recommends "$@"
if [ -n "$units" ] && command -v systemctl >/dev/null; then
    systemctl disable --quiet $units || true
fi
'

install_packages() {
    packages=$*
    has_program apt-get ||
        fail "missing here: $packages; install them with this system's package manager or use \`docker compose up\`."
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif has_program sudo && sudo -v; then
        as_root=sudo
    else
        fail "installing $packages needs root: have someone run \`apt-get install $packages\`, or use \`docker compose up\`."
    fi
    # shellcheck disable=SC2086 # a list of words
    step "Installing $packages" "apt-get could not install $packages: check the network, or use \`docker compose up\`." \
        $as_root sh -c "$install_script" setup $packages
}

install_uv() {
    rm -rf .local/tools &&
        "$python" -m venv .local/tools &&
        PIP_USER=0 .local/tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
}

install_environment() {
    [ ! -e "$stamp" ] || [ "$(head -n 1 "$stamp")" = "$(pwd)" ] || rm -rf .venv
    # The system's certificates where there are any: a company's proxy is known only there. Else uv's own.
    [ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
    # Compiled now, in a second, every program starts sooner, also where Python may not write beside its modules.
    env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 \
        .local/tools/bin/uv sync --frozen --no-progress --python "$python"
}

if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ]; then
    ready=yes python=.venv/bin/python
else
    ready=no
    check_platform
    find_python
fi
missing=$(missing_packages | tr '\n' ' ')
missing=${missing% }
if [ "$ready" = yes ] && [ -z "$missing" ]; then
    exit 0
fi

if ! { mkdir -p .local && rm -f "$log" && touch "$log"; } 2>/dev/null; then
    fail "$(id -un) cannot write in $(pwd): give the right to, or use a checkout of your own."
fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # a list of words
    install_packages $missing
fi
if [ "$ready" = no ]; then
    if [ "$(.local/tools/bin/uv --version 2>/dev/null | cut -d ' ' -f 2)" != "$uv_version" ]; then
        step "Installing uv $uv_version" "pip could not install uv: check the network and pip's index, or use \`docker compose up\`." \
            install_uv
    fi
    step "Installing the Python environment" "uv could not make .venv: check the network, or use \`docker compose up\`." \
        install_environment
    fingerprint >"$stamp"
fi
