package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.auth.Grant;
import to.clasp.auth.Scope;

/** Events that come back to who published them, and events that count for a while only. */
class EventTest {
  private MqttFixture mqtt = allowed("write:/**,read:/**");

  @AfterEach
  void close() {
    mqtt.close();
  }

  private static MqttFixture allowed(String scopes) {
    List<Scope> parsed = List.of(scopes.split(",")).stream().map(Scope::parse).toList();
    return MqttFixture.with(
        Map.of("events", new String[] {"cmd/#"}),
        Map.of(),
        credentials -> CompletableFuture.completedStage(new Grant("", parsed)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void anEventComesBackOnceToASenderThatWantsIt(int flags) {
    RawMqtt client = mqtt.client(5, "a");
    client.subscribed("#", 0);
    client.publish("cmd/x", "1", flags, flags == 0 ? 0 : 9);
    boolean told = false;
    boolean answered = flags == 0;
    for (int i = 0; i < (answered ? 1 : 2); i++) {
      RawMqtt.Packet next = client.read();
      told |= next.type() == 3;
      answered |= next.type() == (flags == 2 ? 4 : 5);
    }
    assertThat(told).as("told").isTrue();
    assertThat(answered).as("answered").isTrue();
    client.nothingMore();
  }

  @Test
  void anEventThatWasRefusedDoesNotComeBack() {
    mqtt.close();
    mqtt = allowed("read:/**");
    RawMqtt client = mqtt.client(5, "a");
    assertThat(client.subscribed("#", 1)).isEqualTo(1);
    client.publish("cmd/x", "1").nothingMore();
    client.publish("cmd/x", "1", 2, 9).expect(4);
    client.nothingMore();
  }

  @Test
  void theExpiryOfAnEventIsTold() {
    RawMqtt reader = mqtt.client(5, "r");
    reader.subscribed("#", 1);
    byte[] minute = RawMqtt.bytes().u8(2).u32(60).done();
    mqtt.client(5, "w").publish("cmd/x", "1", 0, 0, minute);
    assertThat(reader.message().properties()).containsSubsequence(2, 0, 0, 0);
  }
}
