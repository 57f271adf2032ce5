package to.clasp.itests.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.itests.support.Karaf;

/** Two hosts with a Karaf on each, which has the features clasp-relay and clasp-discovery. */
class TwoKarafsIT {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(300);

  @TempDir private Path folder;

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void eachKarafFindsTheOther() throws Exception {
    try (Host left = Host.create("left");
        Host right = Host.create("right")) {
      left.connect("a0", right, "b0", 1);
      Karaf first = karaf("Left");
      Karaf second = karaf("Right");
      first.start(left.network());
      second.start(right.network());
      assertThat(awaitShown(left, first, "clasp:discover --json", "\"name\":\"Right\""))
          .contains("\"url\":\"ws://10.7.1.2:8080/clasp\"")
          .as("not itself")
          .doesNotContain("\"name\":\"Left\"");
      assertThat(awaitShown(right, second, "clasp:discover --json", "\"name\":\"Left\""))
          .contains("\"url\":\"ws://10.7.1.1:8080/clasp\"")
          .as("not itself")
          .doesNotContain("\"name\":\"Right\"");
      String row = "Left +ws://10\\.7\\.1\\.1:8080/clasp +mdns,broadcast ";
      assertThat(awaitShown(right, second, "clasp:discover", row)).contains("FOUND BY");
    }
  }

  private Karaf karaf(String name) throws Exception {
    Karaf karaf = Karaf.unpack(folder.resolve(name));
    karaf.letIn();
    karaf.boot("jaas, ssh, clasp-relay, clasp-discovery");
    karaf.configure("to.clasp.transport.websocket-default", "host = 0.0.0.0", "port = 8080");
    karaf.configure("to.clasp.discovery", "name = " + name, "searchSeconds = 1");
    return karaf;
  }

  /** The first start of a Karaf installs everything, which takes its time on a busy machine. */
  private static String awaitShown(Host host, Karaf asked, String command, String wanted)
      throws Exception {
    long end = System.nanoTime() + DEADLINE_NANOS;
    Pattern pattern = Pattern.compile(wanted);
    while (true) {
      String shown = asked.shell(host.network(), command);
      if (pattern.matcher(shown).find()) {
        return shown;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(shown + "\n" + asked.log());
      }
    }
  }
}
