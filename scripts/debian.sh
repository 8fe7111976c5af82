# Brings missing programs to a Debian-like machine. Sourced by ./test and ./valence.
# shellcheck shell=bash

# need PACKAGE WHY: remembers a package to install.
MISSING_PACKAGES=()
need() {
  MISSING_PACKAGES+=("$1")
  echo "Missing: $1 ($2)" >&2
}

# Installs what need() remembered; says so; ends the script when it cannot.
install_missing() {
  [ ${#MISSING_PACKAGES[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Please install as root: apt-get install ${MISSING_PACKAGES[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get; please install what is missing by hand." >&2
    exit 1
  fi
  echo "Installing with apt-get: ${MISSING_PACKAGES[*]}" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  local log
  log="$(mktemp)"
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${MISSING_PACKAGES[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "The installation failed." >&2
    exit 1
  fi
  rm -f "$log"
  hash -r
}

# Prints the home of a JDK of at least version 17: JAVA_HOME, the one on the PATH, or one below
# /usr/lib/jvm. Prints nothing when there is none.
find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(path_jdk)" /usr/lib/jvm/default-java /usr/lib/jvm/*; do
    if [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ "$(jdk_version "$candidate")" -ge 17 ]; then
      echo "$candidate"
      return
    fi
  done
}

path_jdk() {
  local javac
  javac="$(command -v javac)" || return 0
  javac="$(readlink -f "$javac")"
  echo "${javac%/bin/javac}"
}

# Prints the feature version of a JDK (17, 21, …) from its file "release"; 0 when it has none.
jdk_version() {
  local line version=0
  while read -r line; do
    case "$line" in
      JAVA_VERSION=*)
        version="${line#JAVA_VERSION=\"}"
        version="${version%%[.\"-]*}"
        ;;
    esac
  done 2>/dev/null <"$1/release"
  echo "$version"
}

# Makes a JDK and Maven ready: sets and exports JAVA_HOME.
need_java_and_maven() {
  if [ -z "$(find_jdk)" ]; then
    need openjdk-17-jdk-headless "Java to build and run, 17 or newer"
    # Where Debian has no 17 any more, its default JDK is newer.
    if command -v apt-cache >/dev/null && ! apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1; then
      MISSING_PACKAGES=(default-jdk-headless)
    fi
  fi
  command -v mvn >/dev/null || need maven "the build"
}

export_java_home() {
  JAVA_HOME="$(find_jdk)"
  if [ -z "$JAVA_HOME" ]; then
    echo "No JDK of version 17 or newer was found; set JAVA_HOME." >&2
    exit 1
  fi
  export JAVA_HOME
}
