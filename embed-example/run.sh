#!/bin/sh
# Installs clip4j's archives into the local Maven repository, builds and tests this project against
# them, and runs it with plain java and no flags: on the JDK of JAVA_HOME or the PATH, and on a JDK
# 25 where JAVA_25_HOME or /usr/lib/jvm has one. It takes about a minute and prints, for each JDK, a
# loss near 0.69 (the logarithm of two, for the model knows nothing yet) and the similarities.
set -eu
here=$(cd -P -- "$(dirname -- "$0")" && pwd)

case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-x86_64 ;;
  Linux-aarch64) platform=linux-arm64 ;;
  Darwin-x86_64) platform=macosx-x86_64 ;;
  Darwin-arm64) platform=macosx-arm64 ;;
  *) echo "run.sh: no natives are known for $(uname -sm)" >&2; exit 1 ;;
esac

cd "$here/.."
./mvnw -B -q -ntp -pl clip-train -am install -Dmaven.test.skip
./mvnw -B -q -ntp -f embed-example/pom.xml -Dnative.platform=$platform test

cd "$here"
if [ -n "${JAVA_HOME:-}" ]; then
  set -- "$JAVA_HOME/bin/java"
else
  set -- java
fi
for home in ${JAVA_25_HOME:+"$JAVA_25_HOME"} /usr/lib/jvm/*25*; do
  if [ -x "$home/bin/java" ]; then
    set -- "$@" "$home/bin/java"
    break
  fi
done
for java; do
  "$java" -version 2>&1 | head -n 1
  "$java" -cp "target/classes:$(cat target/classpath.txt)" example.EmbedClip4j
done
