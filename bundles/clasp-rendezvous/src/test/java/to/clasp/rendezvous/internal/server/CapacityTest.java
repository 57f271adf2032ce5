package to.clasp.rendezvous.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import to.clasp.rendezvous.Registration;

/** As many devices as the reference keeps. */
class CapacityTest {
  private static final int MOST = 10_000;

  private final Directory directory =
      new Directory(Settings.of(RendezvousFixture.config(Map.of())), Time.SYSTEM);

  private String register(int number) throws Refused {
    Registration device =
        new Registration(
            "Device " + number,
            Map.of("ws", "ws://192.0.2.1:7330/clasp"),
            "key" + number,
            List.of("param", "event"),
            List.of("all", "group" + number % 100),
            Map.of("room", "12"));
    String source = "10.0." + number % 200 + ".1";
    return directory.register(new RegistrationReader.Wish(device, false), source, null).id();
  }

  @Test
  void tenThousandDevicesFitIntoTheDefaultBoundsAndAreFoundByTagAndGone() throws Exception {
    String[] ids = new String[MOST + 1];
    for (int i = 0; i < MOST; i++) {
      ids[i] = register(i);
    }
    assertThat(directory.size()).isEqualTo(MOST);
    assertThat(directory.find("group7", "param", 1000, 0).entries()).hasSize(MOST / 100);
    assertThat(directory.find("all", null, 1000, 9_500).entries()).hasSize(500);
    ids[MOST] = register(MOST);
    assertThat(directory.size()).isEqualTo(MOST);
    directory.unregister(ids[MOST], null);
    for (int i = 1; i < MOST; i++) {
      directory.unregister(ids[i], null);
    }
    assertThat(directory.size()).isZero();
    assertThat(directory.bytes()).isZero();
    assertThat(directory.find("all", "param", 10, 0).entries()).isEmpty();
  }
}
