#!/bin/sh
# man.sh FOLDER VERSION: makes the man pages out of docs/commands/ by lowdown: courant(1) of README.md, courant-NAME(1) of the
# others. A page starts with "# courant NAME", then one paragraph that says what the command does.
set -eu
pages=$(dirname "$0")/commands
folder=$1 version=$2
mkdir -p "$folder"
for page in "$pages"/*.md; do
    name=$(basename "$page" .md)
    case $name in
    README) name=courant ;;
    *) name=courant-$name ;;
    esac
    # above the first heading stand the name and the synopsis; links to pages become their text
    sed -E 's/\[([^]]*)\]\([^) ]*\.md\)/\1/g' "$page" | awk -v name="$name" '
        NR == 1 { print "# NAME\n"; next }
        !named && NF == 0 && line != "" {
            sub(/\.$/, "", line)
            print name " - " tolower(substr(line, 1, 1)) substr(line, 2) "\n\n# SYNOPSIS\n"; named = 1; next
        }
        !named { line = line (line == "" || NF == 0 ? "" : " ") $0; next }
        !described && !/^ / && NF { print (/^#/ ? "" : "# DESCRIPTION\n"); described = 1 }
        /^```/ { code = !code }
        !code && /^##/ { sub(/^#/, ""); if (/^# /) $0 = toupper($0) }
        { print }' |
        lowdown -s -Tman -m "title=$(echo "$name" | tr a-z A-Z)" -m section=1 -m "source=courant $version" |
        sed 's/\\fC/\\fB/g; s/\\f(CR/\\fB/g' >"$folder/$name.1"
done
