# Sourced by run, ws, ipc, files and jmh: builds the benchmark when a source is newer than its jar, and sets java,
# jar and lib. Expects here to be this folder.
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
jar="$here/target/valence-bench-0.1.0-SNAPSHOT.jar"
lib="$here/target/lib"
root=$(dirname "$here")
if [ ! -d "$lib" ] || [ ! -f "$jar" ] || [ -n "$(find "$root"/pom.xml "$root"/valence*/pom.xml "$root"/valence*/src/main -newer "$jar" -print -quit)" ]; then
  echo "building the benchmark ..." >&2
  (cd "$root" && mvn -q -B -pl valence-bench -am package -Dmaven.test.skip=true) >&2
  touch "$jar"
fi
