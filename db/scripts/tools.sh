# For the scripts beside it: where PostgreSQL's programs are. PGBIN says so; else the PATH, else the newest of Debian's folders.

fail() {
    echo "${0##*/}: $1" >&2
    exit 1
}

# Puts the folder that holds a program first on the PATH; all programs of a server lie together.
use_postgres() {
    if [ -n "${PGBIN:-}" ]; then
        PATH=$PGBIN:$PATH
    elif ! command -v "$1" >/dev/null 2>&1; then
        for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr); do
            if [ -x "$folder/$1" ]; then
                PATH=$folder:$PATH
                break
            fi
        done
    fi
    command -v "$1" >/dev/null 2>&1 || fail "there is no $1; install PostgreSQL's server programs, or say in PGBIN where they are"
}
