package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.ChildProcess;

/** Without the native library, or without one that it needs, everything goes through the router. */
class NoLibraryIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private static Nodes nodes;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    nodes = new Nodes();
  }

  @AfterAll
  static void end() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void withoutTheJarOfThePlatformMessagesGoThroughTheRouter() throws Exception {
    String without =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !entry.contains("webrtc-java-0.14.0-linux"))
            .collect(Collectors.joining(File.pathSeparator));

    assertRelays("WebRTC cannot be loaded", List.of(JAVA, "-cp", without));
  }

  @Test
  void withoutALibraryOfTheSystemItIsNamed() throws Exception {
    String hide =
        "mount --bind /dev/null \"$(ldconfig -p | sed -n 's/.*libpulse\\.so\\.0 .*=> //p')\"";

    assertRelays(
        "libpulse.so.0",
        List.of(
            "unshare", "-m", "sh", "-c", hide + " && exec \"$@\"", "sh", JAVA, "-cp", CLASS_PATH));
  }

  private void assertRelays(String reason, List<String> java) throws Exception {
    List<String> command = new ArrayList<>(java);
    // The library leaves its file there when it cannot be loaded.
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of(RelayOnly.class.getName(), nodes.relay().uri().toString()));
    try (ChildProcess process = ChildProcess.start(Path.of("."), Map.of(), command)) {
      int exit = process.awaitExit(Duration.ofSeconds(60));

      assertThat(exit).as(process.output()).isZero();
      assertThat(process.output())
          .contains("active false", "sent by RELAY", "arrived true")
          .containsPattern("reason .*" + reason)
          .containsPattern("connect .*" + reason)
          .containsOnlyOnce("no direct connections, messages go through the router");
    }
  }
}
