# Read by the start scripts, which define fail and resolve. Sets java, the program to run, and allow,
# options that it needs.

if [ -n "$JAVA_HOME" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
else
  java=$(command -v java) || fail "Java 17 or newer is needed: set JAVA_HOME or put java on the PATH"
fi

# The release file of the JDK is read because asking java itself costs a second JVM start.
version=
release=$(dirname "$(resolve "$java")")/../release
if [ -r "$release" ]; then
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9._]*\).*/\1/p' "$release")
fi
if [ -z "$version" ]; then
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9._]*\).*/\1/p')
fi
major=${version#1.}
major=${major%%[!0-9]*}
[ -n "$major" ] || fail "cannot find out the version of $java; Java 17 or newer is needed"
[ "$major" -ge 17 ] || fail "Java 17 or newer is needed, but $java is version $version"

# Newer JVMs print warnings on what Netty and the framework do on purpose, unless told to allow it.
allow=
[ "$major" -ge 22 ] && allow="--enable-native-access=ALL-UNNAMED"
[ "$major" -ge 23 ] && allow="$allow --sun-misc-unsafe-memory-access=allow"
