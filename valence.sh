#!/usr/bin/env bash
# The command valence: builds itself on first use and after changes, then starts quickly from a
# class-data archive.
set -euo pipefail

root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
# shellcheck source=scripts/debian.sh
. "$root/scripts/debian.sh"

home="$root/valence-cli/target/valence"
stamp="$home/built"

up_to_date() {
  [ -e "$stamp" ] && [ -z "$(find "$root"/pom.xml "$root"/valence*/pom.xml "$root"/valence*/src/main \
    -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build() {
  # One build at a time: a second start waits for the first.
  exec 9<"$root/pom.xml"
  flock 9
  if up_to_date; then
    return
  fi
  echo "valence: building…" >&2
  need_java_and_maven
  install_missing
  export_java_home
  local began
  began="$(mktemp)"
  rm -rf "$home"
  if ! (cd "$root" && mvn -q -B -ntp -DskipTests package -pl valence-cli -am) >&2; then
    rm -f "$began"
    echo "valence: the build failed" >&2
    exit 1
  fi
  # As old as the beginning: what is changed during the build makes another one.
  mv "$began" "$stamp"
  exec 9<&-
}

if ! up_to_date; then
  build
fi
[ -n "${JAVA_HOME:-}" ] || export_java_home
java="$JAVA_HOME/bin/java"

options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable -Xlog:all=error:stderr)
if [ "$(jdk_version "$JAVA_HOME")" -ge 24 ]; then
  # Netty's native transports and its use of Unsafe are known; no warnings for each start.
  options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi
jars=("$root"/valence-cli/target/valence-cli-*.jar "$home"/lib/*.jar)
classpath="$(IFS=:; echo "${jars[*]}")"

# The archive belongs to this JDK and these very jars; another set makes another archive.
archive="$home/classes-$({ stat -c '%n %Y %s' "${jars[@]}"; cat "$JAVA_HOME/release"; } | cksum | cut -d ' ' -f 1).jsa"
if [ ! -e "$archive" ]; then
  # A whole demo, so that the archive holds the classes of a request. Made aside, then moved: another
  # start never sees half of it. The archive is a matter of speed only: without it all works.
  trial="$(mktemp -d "$home/archive.XXXXXX")"
  "$java" "${options[@]}" -XX:ArchiveClassesAtExit="$trial/classes.jsa" -cp "$classpath" \
    dev.valence.cli.Main demo --quiet >"$trial/log" 2>&1 </dev/null || true
  if [ -e "$trial/classes.jsa" ]; then
    rm -f "$home"/classes-*.jsa
    mv "$trial/classes.jsa" "$archive"
  fi
  rm -rf "$trial"
fi
if [ -e "$archive" ]; then
  options+=("-XX:SharedArchiveFile=$archive")
fi

# shellcheck disable=SC2086
exec "$java" "${options[@]}" ${VALENCE_JAVA_OPTIONS:-} -cp "$classpath" dev.valence.cli.Main "$@"
