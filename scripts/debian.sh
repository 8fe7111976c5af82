# Brings missing programs to a Debian-like machine. Sourced by ./test and ./valence.
# shellcheck shell=bash

# need PACKAGE[|ALTERNATIVE] WHY: remembers a package to install, the first that the system has.
MISSING_PACKAGES=()
need() {
  MISSING_PACKAGES+=("$1")
  echo "Missing: ${1%%|*} ($2)" >&2
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
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  local log wanted packages=()
  log="$(mktemp)"
  echo "Looking for them with apt-get update" >&2
  # A source of packages that cannot be reached may not be needed: the installation decides.
  "${apt[@]}" update >"$log" 2>&1 || true
  for wanted in "${MISSING_PACKAGES[@]}"; do
    packages+=("$(available "$wanted")")
  done
  echo "Installing with apt-get: ${packages[*]}" >&2
  if ! "${apt[@]}" install -y --no-install-recommends "${packages[@]}" >>"$log" 2>&1; then
    cat "$log" >&2
    echo "The installation failed." >&2
    exit 1
  fi
  rm -f "$log"
  hash -r
}

# available A|B: prints the first that apt knows, or the last.
available() {
  local rest="$1"
  while [ "${rest#*|}" != "$rest" ]; do
    if apt-cache show "${rest%%|*}" >/dev/null 2>&1; then
      break
    fi
    rest="${rest#*|}"
  done
  echo "${rest%%|*}"
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

# Remembers a JDK and Maven where they are missing.
need_java_and_maven() {
  if [ -z "$(find_jdk)" ]; then
    # Older systems have 17 beside an older default; newer ones have a newer default and no 17.
    need "openjdk-17-jdk-headless|default-jdk-headless" "Java to build and run, 17 or newer"
  fi
  command -v mvn >/dev/null || need maven "the build"
}

# Sets and exports JAVA_HOME; ends the script when there is no JDK.
export_java_home() {
  JAVA_HOME="$(find_jdk)"
  if [ -z "$JAVA_HOME" ]; then
    echo "No JDK of version 17 or newer was found; set JAVA_HOME." >&2
    exit 1
  fi
  export JAVA_HOME
}
