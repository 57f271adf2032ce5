package to.clasp.discovery.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import to.clasp.discovery.Device;
import to.clasp.discovery.DeviceInfo;
import to.clasp.discovery.Discovery;
import to.clasp.discovery.DiscoveryOptions;

/** The command of the shells; that they find it is tested in itests/discovery. */
class DiscoverCommandTest {
  private final DiscoverCommand command = new DiscoverCommand();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private void discover(String... arguments) throws Exception {
    command.discover(new PrintWriter(out), new PrintWriter(err), List.of(arguments));
  }

  private static Discovery.Owned quiet() throws Exception {
    return Discovery.open(
        new DiscoveryOptions(
            false, false, 7331, Duration.ofMillis(1), null, null, null, Set.of("lo")));
  }

  @Test
  void printsWhatTheConfiguredDiscoveryFinds() throws Exception {
    try (Discovery.Owned there = quiet()) {
      there.add(new Device("m", "Mine", DeviceInfo.UNKNOWN, Map.of()));
      command.configured = there;
      discover();
      assertThat(out.toString()).containsPattern("NAME +URL +FOUND BY +ID\\RMine +- +manual +m");
      discover("--json");
      assertThat(out.toString()).contains("{\"id\":\"m\",\"name\":\"Mine\"");
    }
    assertThat(err.toString()).isEmpty();
  }

  /** Karaf's client shows what is written to the one stream only. */
  @Test
  void saysToPeopleThatNobodyIsThere() throws Exception {
    try (Discovery.Owned there = quiet()) {
      command.configured = there;
      discover();
      assertThat(out.toString()).contains("no devices found");
      discover("--json");
      assertThat(out.toString()).hasLineCount(1);
    }
  }

  @Test
  void saysWhatArgumentsThereAre() {
    assertThatThrownBy(() -> discover("--jason"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("usage: clasp:discover [--json]");
    assertThat(out.toString()).isEmpty();
  }
}
