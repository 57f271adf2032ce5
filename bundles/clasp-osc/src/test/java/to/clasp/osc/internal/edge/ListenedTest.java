package to.clasp.osc.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListenedTest {
  private final Listened listened = new Listened();

  @Test
  void thereIsRoomForSoManyAddresses() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(listened.add("/" + i)).isTrue();
    }
    assertThat(listened.add("/more")).isFalse();
    assertThat(listened.add("/5")).as("one that is there").isTrue();
    listened.remove("/5");
    assertThat(listened.add("/more")).isTrue();
  }

  @Test
  void thereIsRoomForSoManyCharacters() {
    String long1 = "/" + "a".repeat(1000);
    int added = 0;
    while (listened.add(long1 + added)) {
      added++;
    }
    assertThat(added).isBetween(1000, 1100);
    listened.remove("/never");
    assertThat(listened.add(long1 + added)).isFalse();
  }
}
