#!/bin/sh
# Put Teahouse into the menu of this user's desktop, and `teahouse` among the commands. The program stays where it is;
# run this again after moving it. With --remove it is taken out again.
set -eu
bundle=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/teahouse.desktop
command=$HOME/.local/bin/teahouse

if [ "${1-}" = --remove ]; then
    rm -f "$entry" "$command" "$data"/icons/hicolor/*/apps/teahouse.png
    echo "Teahouse is no longer in the menu."
    exit 0
fi

mkdir -p "$data/applications" "$data/icons" "$(dirname "$command")"
cp -R "$bundle/share/icons/hicolor" "$data/icons/"
# A path in quotes: \ " ` and $ take a backslash; then, as in every value, \ is doubled; % is a field code.
quoted=$(printf '%s' "$bundle/teahouse" | sed 's/[\\"`$]/\\&/g; s/\\/\\\\/g; s/%/%%/g')
while IFS= read -r line; do
    case $line in
        Exec=*) printf 'Exec="%s"\n' "$quoted" ;;
        *) printf '%s\n' "$line" ;;
    esac
done <"$bundle/share/applications/teahouse.desktop" >"$entry"
ln -sf "$bundle/teahouse" "$command"
echo "Teahouse is in the menu now, and as the command $command."
