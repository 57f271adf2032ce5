package to.clasp.router.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.router.SubscriptionStatus;
import to.clasp.testkit.Await;
import to.clasp.testkit.RawClient;

/** Clients on microcontrollers, with the bytes as such a client writes them. */
class LiteClientTest {
  private static final int PONG = 0x42;
  private static final int SET = 0x21;

  private final RouterFixture router =
      RouterFixture.with(
          Map.of(
              "liteClients", new String[] {"other", "esp32-*"}, "maxSubscriptionsPerSession", 3));
  private final RawClient device = router.connect();
  private String deviceId;
  private final RawClient writer = router.client("writer");

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void helloIsAnsweredWithAPlainWelcomeAndNothingElse() {
    writer.send(Set.of("/a", Value.of(1L))).drain();

    device.sendBytes(hello("esp32-7"));

    byte[] welcome = device.nextBytes();
    assertThat(welcome[0]).isEqualTo((byte) 0x53);
    assertThat(welcome[1] & 0x3F).isEqualTo(0x01);
    assertThat(welcome[4]).isEqualTo((byte) 0x02);
    assertThat(welcome).hasSizeLessThan(512);
    expectNoFrame();
  }

  @Test
  void aSubscriptionGivesTheStateAsSetsWithWideNumbers() {
    writer.send(Set.of("/a/int", Value.of(5L)), Set.of("/a/float", Value.of(0.5))).drain();
    join();

    device.sendBytes(subscribe("/a/*"));

    List<byte[]> sets = List.of(device.nextBytes(), device.nextBytes());
    assertThat(sets)
        .containsExactlyInAnyOrder(
            frame(
                0x41,
                out -> {
                  out.writeByte(SET);
                  out.writeByte(0x80 | 5);
                  text(out, "/a/int");
                  out.writeLong(5);
                  out.writeLong(1);
                }),
            frame(
                0x41,
                out -> {
                  out.writeByte(SET);
                  out.writeByte(0x80 | 7);
                  text(out, "/a/float");
                  out.writeDouble(0.5);
                  out.writeLong(1);
                }));
    expectNoFrame();
  }

  @Test
  void everyPatternWithTheIdZeroIsASubscriptionOfItsOwn() {
    join();
    device.sendBytes(subscribe("/a"), subscribe("/b/*"), subscribe("/a"));
    expectNoFrame();
    assertThat(router.core.subscriptions(deviceId, 10))
        .extracting(SubscriptionStatus::id)
        .containsExactly(0L, 0L);

    writer
        .send(Set.of("/a", Value.of(1L)), Set.of("/b/1", Value.of(2L)), Set.of("/c", Value.of(3L)))
        .drain();

    assertThat(device.drain())
        .extracting(set -> ((Set) set).address())
        .containsExactly("/a", "/b/1");
  }

  @Test
  void patternsWithTheIdZeroCountAgainstTheLimit() {
    join();
    device.sendBytes(subscribe("/a"), subscribe("/b"), subscribe("/c"), subscribe("/d"));

    ErrorMessage error = device.expect(ErrorMessage.class);
    assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED.code());
    assertThat(error.address()).isEqualTo("/d");
    device.sendBytes(subscribe("/b"));
    expectNoFrame();
  }

  @Test
  void unsubscribingZeroEndsThemAll() {
    join();
    device.sendBytes(subscribe("/a"), subscribe("/b"));
    device.send(new Unsubscribe(0));
    expectNoFrame();

    writer.send(Set.of("/a", Value.of(1L)), Set.of("/b", Value.of(1L))).drain();

    expectNoFrame();
    device.close();
    Await.until(() -> !router.core.hasSubscriptions());
  }

  @Test
  void anyOtherIdIsReplacedAsEver() {
    join();
    device.send(
        new Subscribe(4, "/a", Features.NONE, SubscribeOptions.NONE),
        new Subscribe(4, "/b", Features.NONE, SubscribeOptions.NONE));
    expectNoFrame();

    writer.send(Set.of("/a", Value.of(1L)), Set.of("/b", Value.of(1L))).drain();

    assertThat(device.drain()).extracting(set -> ((Set) set).address()).containsExactly("/b");
  }

  @Test
  void aFrameLargerThanItsBufferIsNotSentAndCounted() {
    join();
    device.sendBytes(subscribe("/**"));

    writer.send(event("x".repeat(600)), Set.of("/p", Value.of("x".repeat(600)))).drain();
    writer.send(Set.of("/small", Value.of("x".repeat(400)))).drain();

    List<Message> got = device.drain();
    assertThat(got).extracting(set -> ((Set) set).address()).containsExactly("/small");
    assertThat(router.core.unsentToLiteClients()).isEqualTo(2);
  }

  @Test
  void theLargestFrameThatIsSentIsConfigured() {
    join();
    device.sendBytes(subscribe("/**"));
    int overhead = frameOf(event(""));

    writer.send(event("x".repeat(512 - overhead)), event("x".repeat(513 - overhead))).drain();

    assertThat(device.nextBytes()).hasSize(512);
    expectNoFrame();
  }

  @Test
  void aLargeStateIsGivenInSmallFrames() {
    for (int i = 0; i < 200; i++) {
      writer.send(Set.of("/p/" + i, Value.of((long) i)));
    }
    writer.drain();
    join();

    device.sendBytes(subscribe("/p/*"));

    for (int i = 0; i < 200; i++) {
      byte[] frame = device.nextBytes();
      assertThat(frame[4]).isEqualTo((byte) SET);
      assertThat(frame).hasSizeLessThan(64);
    }
    expectNoFrame();
  }

  @Test
  void aTimeToLiveIsNeverForwarded() {
    join();
    device.sendBytes(subscribe("/a"));
    expectNoFrame();

    writer
        .send(new Set("/a", Value.of(1L), null, false, false, new Ttl(Ttl.Kind.ABSOLUTE, 60)))
        .drain();

    byte[] frame = device.nextBytes();
    assertThat(frame[5] & 0x10).isZero();
    assertThat(frame)
        .isEqualTo(
            frame(
                0x41,
                out -> {
                  out.writeByte(SET);
                  out.writeByte(0x80 | 5);
                  text(out, "/a");
                  out.writeLong(1);
                  out.writeLong(1);
                }));
  }

  @Test
  void aGetIsAnsweredWithASet() {
    writer.send(Set.of("/a", Value.of(1L))).drain();
    join();

    device.send(new Get("/a"));

    assertThat(device.expect(Set.class).value()).isEqualTo(Value.of(1L));
  }

  @Test
  void itSetsParamsAsEverybody() {
    join();

    device.sendBytes(
        payload(
            out -> {
              out.writeByte(SET);
              out.writeByte(5);
              text(out, "/a");
              out.writeLong(42);
            }));

    device.expect(Ack.class);
    writer.send(new Get("/a"));
    assertThat(writer.expect(Snapshot.class).entries().get(0).value()).isEqualTo(Value.of(42L));
  }

  @Test
  void aClientWithAnotherNameIsNoLiteClient() {
    RawClient plain = router.client("my esp32-7");
    plain.sendBytes(subscribe("/a"), subscribe("/b"));

    writer.send(event("x".repeat(600)), Set.of("/a", Value.of(1L)), Set.of("/b", Value.of(1L)));
    writer.drain();

    assertThat(plain.drain()).extracting(set -> ((Set) set).address()).containsExactly("/b");
  }

  private void join() {
    device.sendBytes(hello("esp32-7"));
    deviceId = device.expect(Welcome.class).session();
  }

  private void expectNoFrame() {
    device.sendBytes(payload(out -> out.writeByte(0x41)));
    assertThat(device.nextBytes()[4]).isEqualTo((byte) PONG);
  }

  private static Publish event(String text) {
    return Publish.of("/e", SignalType.EVENT, Value.of(text));
  }

  private static int frameOf(Publish publish) {
    return FrameCodec.encode(publish).length;
  }

  private static byte[] hello(String name) {
    return payload(
        out -> {
          out.writeByte(0x01);
          out.writeByte(1);
          out.writeByte(0xF8);
          text(out, name);
          out.writeShort(0);
        });
  }

  private static byte[] subscribe(String pattern) {
    return payload(
        out -> {
          out.writeByte(0x10);
          out.writeInt(0);
          text(out, pattern);
          out.writeByte(0xFF);
          out.writeByte(0);
        });
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  /** A frame with flags 0x01 and the given payload. */
  private static byte[] payload(Body body) {
    return frame(0x01, body);
  }

  private static byte[] frame(int flags, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.write(new DataOutputStream(bytes));
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeByte(0x53);
      out.writeByte(flags);
      out.writeShort(bytes.size());
      bytes.writeTo(out);
      return frame.toByteArray();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }
}
