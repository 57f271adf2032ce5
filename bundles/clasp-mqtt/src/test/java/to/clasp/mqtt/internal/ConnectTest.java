package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import to.clasp.auth.Credentials;
import to.clasp.auth.Grant;
import to.clasp.auth.Lease;
import to.clasp.auth.Scope;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;

/** CONNECT: who is let in, who is not and why, and how long a silent client stays. */
class ConnectTest {
  private static final int USER = 0x80;
  private static final int PASSWORD = 0x40;

  private MqttFixture mqtt = MqttFixture.open();

  @AfterEach
  void close() {
    mqtt.close();
  }

  private void authenticated() {
    mqtt.close();
    mqtt = MqttFixture.authenticatedBy(ConnectTest::authenticate);
  }

  /** Tokens are what they allow. */
  private static CompletionStage<Grant> authenticate(Credentials shown) {
    String token = shown.token();
    if (token == null || token.equals("bad")) {
      return refusal(ErrorCode.UNAUTHORIZED);
    }
    if (token.equals("expired")) {
      return refusal(ErrorCode.TOKEN_EXPIRED);
    }
    if (token.equals("flood")) {
      return refusal(ErrorCode.LIMIT_EXCEEDED);
    }
    if (token.equals("lent")) {
      List<Scope> all = List.of(Scope.EVERYTHING);
      Lease lease = new Lent();
      return CompletableFuture.completedStage(
          new Grant("other", all, List.of(), null, lease, null));
    }
    List<Scope> scopes = List.of(token.split(",")).stream().map(Scope::parse).toList();
    // On another thread, as a scheme that reads files would answer.
    return CompletableFuture.supplyAsync(() -> new Grant("somebody", scopes));
  }

  /** Rights that end when the test says so. */
  private static final class Lent implements Lease {
    private static volatile Consumer<ProtocolException> ender;

    @Override
    public void onRevoked(Consumer<ProtocolException> toCall) {
      ender = toCall;
    }

    @Override
    public void release() {}
  }

  private static CompletionStage<Grant> refusal(ErrorCode code) {
    return CompletableFuture.failedStage(new ProtocolException(code, "refused"));
  }

  private RawMqtt login(int version, String id, String user, String password) {
    RawMqtt client = mqtt.connect(version);
    int flags = 2 | (user == null ? 0 : USER) | (password == null ? 0 : PASSWORD);
    RawMqtt.Bytes body = client.connectHead(flags, 60).text(id);
    if (user != null) {
      body.text(user);
    }
    if (password != null) {
      body.text(password);
    }
    return client.send(0x10, body.done());
  }

  @ParameterizedTest
  @CsvSource({
    ", , 4, 134",
    "x, bad, 4, 134",
    "bad, , 4, 134",
    "x, expired, 5, 135",
    "x, flood, 3, 151",
    "x, read:/**, 0, 0",
    "read:/**, , 0, 0"
  })
  void aLoginIsCheckedAndItsRefusalIsTold(String user, String password, int three, int five) {
    authenticated();
    assertThat(login(4, "a", user, password).connack()).isEqualTo(three);
    assertThat(login(5, "b", user, password).connack()).isEqualTo(five);
  }

  @Test
  void everyTopicIsCheckedAgainstTheScopesOfTheLogin() {
    authenticated();
    String scopes = "read:/mqtt/in/**,write:/mqtt/out/**";
    RawMqtt five = login(5, "five", "x", scopes);
    assertThat(five.connack()).isZero();
    assertThat(five.subscribed("other/#", 0)).isEqualTo(0x87);
    assertThat(five.subscribed("$share/g/other", 0)).isEqualTo(0x87);
    assertThat(five.subscribed("#", 0)).isZero();
    five.publish("in/a", "1", 2, 4);
    assertThat(five.expect(4).body()).containsExactly(0, 4, 0x87);
    five.publish("out/a", "1", 2, 5);
    RawMqtt.Packet next = five.read();
    assertThat(next.type() == 3 ? five.expect(4).body() : next.body()).containsExactly(0, 5);

    RawMqtt three = login(4, "three", "x", scopes);
    assertThat(three.connack()).isZero();
    assertThat(three.subscribed("other/#", 0)).isEqualTo(0x80);
    three.publish("in/a", "1").publish("in/a", "1", 2, 4);
    assertThat(three.expect(4).body()).containsExactly(0, 4);
    assertThat(mqtt.router().status().params()).isEqualTo(1);

    RawMqtt writer = login(4, "w", "x", "write:/**");
    assertThat(writer.connack()).isZero();
    writer.publish("in/a", "yes").publish("other/b", "no").ping();
    five.message();
    five.nothingMore();
  }

  @Test
  void anotherLoginDoesNotGetTheSessionOfSomebodyElse() {
    authenticated();
    RawMqtt mine = mqtt.connect(4);
    mine.send(
        0x10, mine.connectHead(USER | PASSWORD, 60).text("id").text("x").text("read:/**").done());
    assertThat(mine.connack()).isZero();
    mine.close();
    RawMqtt again = mqtt.connect(4);
    again.send(
        0x10, again.connectHead(USER | PASSWORD, 60).text("id").text("x").text("lent").done());
    assertThat(again.expect(2).body()).containsExactly(0, 0);
  }

  @Test
  void theEndOfTheRightsEndsTheConnection() {
    authenticated();
    RawMqtt client = login(5, "a", "x", "lent");
    assertThat(client.connack()).isZero();
    client.ping();
    Lent.ender.accept(new ProtocolException(ErrorCode.TOKEN_EXPIRED, "over"));
    client.expectClosed(0x87);
  }

  @Test
  void otherRightsCountFromTheNextConnectionOnAndNothingIsLostOrToldTwice() {
    authenticated();
    RawMqtt writer = login(4, "w", "x", "write:/**");
    writer.connack();
    RawMqtt reader = mqtt.connect(4);
    byte[] first =
        reader.connectHead(USER | PASSWORD, 60).text("r").text("x").text("read:/**").done();
    reader.send(0x10, first).connack();
    reader.subscribed("#", 1);
    reader.close();
    writer.publish("a", "1", 2, 1).expect(4);
    writer.publish("b", "2", 2, 2).expect(4);
    RawMqtt again = mqtt.connect(4);
    again.send(
        0x10,
        again
            .connectHead(USER | PASSWORD, 60)
            .text("r")
            .text("x")
            .text("read:/mqtt/b/**,read:/mqtt/b")
            .done());
    assertThat(again.expect(2).body()).containsExactly(1, 0);
    assertThat(again.message().topic()).isEqualTo("b");
    writer.publish("a", "3", 2, 3).expect(4);
    writer.publish("b", "4", 2, 4).expect(4);
    assertThat(again.message().payload()).isEqualTo("4");
    again.nothingMore();
  }

  @Test
  void versionsThatAreNotSpokenAreTold() {
    RawMqtt two = mqtt.connect(4);
    two.send(0x10, RawMqtt.bytes().text("MQTT").u8(2, 2).u16(60).text("a").done());
    assertThat(two.connack()).isEqualTo(1);
    assertThat(two.read()).isNull();
    RawMqtt six = mqtt.connect(5);
    six.send(0x10, RawMqtt.bytes().text("MQTT").u8(6, 2).u16(60).u8(0).text("a").done());
    assertThat(six.connack()).isEqualTo(0x84);
  }

  @Test
  void aClientWithoutIdentifierGetsOneUnlessItWantsToKeepASession() {
    RawMqtt kept = mqtt.connect(4);
    kept.connect("", false);
    assertThat(kept.connack()).isEqualTo(2);
    RawMqtt one = mqtt.client(4, "");
    RawMqtt two = mqtt.client(4, "");
    one.ping();
    two.ping();
    RawMqtt five = mqtt.connect(5);
    five.connect("", true);
    assertThat(new String(five.expect(2).body(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("auto-");
  }

  @Test
  void version5IsToldTheLimits() {
    RawMqtt five = mqtt.connect(5);
    five.connect("a", 2, 0);
    byte[] told = five.expect(2).body();
    assertThat(told).containsSubsequence(0x21, 0, 100);
    assertThat(told).containsSubsequence(0x27, 0, 4, 0, 0);
    assertThat(told).containsSubsequence(0x22, 0, 32);
    assertThat(told).containsSubsequence(0x13, 1, 44);
  }

  @Test
  void extendedAuthenticationIsRefused() {
    RawMqtt five = mqtt.connect(5);
    five.connect("a", true, RawMqtt.bytes().u8(0x15).text("SCRAM").done());
    assertThat(five.connack()).isEqualTo(0x8C);
    RawMqtt later = mqtt.client(5, "b");
    later.send(0xF0, (byte) 0x18, (byte) 0);
    later.expectClosed(0x8C);
  }

  @Test
  void moreClientsThanAllowedAreToldSo() {
    mqtt.change("maxClients", 1);
    mqtt.client(4, "a");
    RawMqtt second = mqtt.connect(4);
    second.connect("b", true);
    assertThat(second.connack()).isEqualTo(3);
    RawMqtt third = mqtt.connect(5);
    third.connect("c", true);
    assertThat(third.connack()).isEqualTo(0x97);
  }

  @Test
  void theLimitOfTheRouterHoldsToo() {
    mqtt.close();
    mqtt = MqttFixture.with(Map.of(), Map.of("maxSessions", 1));
    mqtt.client(4, "a");
    RawMqtt second = mqtt.connect(5);
    second.connect("b", true);
    assertThat(second.connack()).isEqualTo(0x89);
  }

  @Test
  void whoDoesNotConnectInTimeIsCutOff() {
    mqtt.change("connectTimeoutSeconds", 1);
    assertThat(mqtt.connect(4).read()).isNull();
    RawMqtt half = mqtt.connect(4);
    half.raw(0x10, 20, 0, 4);
    assertThat(half.read()).isNull();
  }

  @Test
  void aClientThatIsSilentForOneAndAHalfKeepAlivesIsCutOff() {
    RawMqtt client = mqtt.connect(5);
    client.connect("a", 2, 1);
    assertThat(client.connack()).isZero();
    client.expectClosed(0x8D);
  }

  /** The defect of the reference: deaf after the idle timeout, but still connected. */
  @Test
  void aSubscriberThatOnlyPingsIsNotDeafAfterTheIdleTimeout() {
    mqtt.close();
    mqtt = MqttFixture.with(Map.of("idleTimeoutSeconds", 2), Map.of("idleTimeoutSeconds", 2));
    RawMqtt three = withoutKeepAlive(4, "three");
    three.subscribed("a", 0);
    RawMqtt five = withoutKeepAlive(5, "five");
    five.subscribed("a", 0);
    RawMqtt silent = withoutKeepAlive(5, "silent");
    Await.until(
        () -> {
          three.ping();
          five.ping();
          return mqtt.router().sessions(9).size() == 2;
        });
    // The one that was silent is gone, its socket too; the others still hear.
    silent.expectClosed(0x8D);
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("a", "1").ping();
    assertThat(three.message().topic()).isEqualTo("a");
    assertThat(five.message().topic()).isEqualTo("a");
  }

  private RawMqtt withoutKeepAlive(int version, String id) {
    RawMqtt client = mqtt.connect(version);
    client.connect(id, 2, 0);
    assertThat(client.connack()).isZero();
    return client;
  }

  @Test
  void clientsAreToldThatThePortCloses() {
    RawMqtt five = mqtt.client(5, "a");
    mqtt.edge.close();
    five.expectClosed(0x8B);
  }
}
