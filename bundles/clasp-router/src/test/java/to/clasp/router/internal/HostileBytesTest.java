package to.clasp.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.testkit.MemoryTransport;
import to.clasp.testkit.RawClient;
import to.clasp.transport.CloseReason;

/**
 * Bytes that crash the reference, and many others, against a live router: the client is told, its
 * session goes on, nobody else notices, and nothing fails inside.
 */
class HostileBytesTest {
  private static final long SEED = 14_2;
  private static final int FUZZED = Integer.getInteger("clasp.hostile.frames", 20_000);

  private record Vector(String name, byte[] frame, boolean crashesTheReference) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Vector> VECTORS = read();

  private RouterFixture router;
  private RawClient witness;

  @BeforeEach
  void open() {
    router =
        new RouterFixture(
            Map.of("maxSessions", 0, "maxParams", 1000),
            RouterFixture.OPEN,
            new MemoryTransport(1, 1 << 24));
    witness = router.client("witness");
    witness.send(new Subscribe(1, "/witness", Features.NONE, SubscribeOptions.NONE)).drain();
  }

  /** Whatever was sent before, others are served and nothing has failed inside the router. */
  @AfterEach
  void othersAreServed() {
    witness.send(Set.of("/witness", Value.of(1L)));
    assertThat(witness.expect(Set.class).revision()).isEqualTo(1);
    witness.drain();
    assertThat(router.core.status().counters().errors())
        .doesNotContainKey(ErrorCode.INTERNAL_ERROR);
    assertThat(router.core.status().counters().sessionsEnded())
        .doesNotContainKey(CloseReason.INTERNAL_ERROR);
    router.close();
  }

  static Stream<Vector> crashing() {
    return VECTORS.stream().filter(Vector::crashesTheReference);
  }

  @Test
  void thereAreVectorsThatCrashTheReference() {
    assertThat(crashing()).hasSize(10);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crashing")
  void whatCrashesTheReferenceIsAnErrorAndTheSessionGoesOn(Vector vector) {
    RawClient client = router.client("attacker");

    client.sendBytes(vector.frame());

    assertThat(client.expect(ErrorMessage.class).code())
        .isIn(ErrorCode.INVALID_FRAME.code(), ErrorCode.INVALID_MESSAGE.code());
    client.expectNothing();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("crashing")
  void whatCrashesTheReferenceBeforeHelloIsRefused(Vector vector) {
    RawClient client = router.connect().sendBytes(vector.frame());

    client.expect(ErrorMessage.class);
    assertThat(client.awaitClosed()).contains(CloseReason.PROTOCOL_ERROR.text());
  }

  @Test
  void everyVectorLeavesTheSessionAlive() {
    for (Vector vector : VECTORS) {
      RawClient client = router.client(vector.name());
      client.sendBytes(vector.frame()).drain();
      client.close();
    }
  }

  @Test
  void everyVectorAsFirstFrameIsWelcomedOrRefused() {
    for (Vector vector : VECTORS) {
      RawClient client = router.connect().sendBytes(vector.frame());
      Message answer = client.next();
      if (!(answer instanceof Welcome)) {
        assertThat(answer).as(vector.name()).isInstanceOf(ErrorMessage.class);
        client.awaitClosed();
      }
    }
  }

  @Test
  void fuzzedFramesLeaveTheSessionAlive() {
    Random random = new Random(SEED);
    RawClient client = router.client("fuzzer");
    for (int i = 0; i < FUZZED; i++) {
      client.sendBytes(mutate(random));
      if (i % 100 == 99) {
        client.drain();
      }
      if (i % 1000 == 999) {
        client.close();
        client = router.client("fuzzer");
      }
    }
  }

  /** Up to the four bytes of a header, and a header without a payload. */
  @ParameterizedTest
  @ValueSource(strings = {"", "53", "5301", "530100", "53010000", "530100ff", "00000000"})
  void tinyFramesAreErrors(String hex) {
    RawClient client = router.client("tiny");

    client.sendBytes(HexFormat.of().parseHex(hex));

    assertThat(client.expect(ErrorMessage.class).code())
        .isIn(ErrorCode.INVALID_FRAME.code(), ErrorCode.INVALID_MESSAGE.code());
    client.expectNothing();
  }

  @Test
  void theLargestFrameOfTheProtocolIsServed() {
    RawClient client = router.client("giant");
    byte[] largest = new byte[65_547];
    byte[] set = FrameCodec.encode(Set.of("/witness/large", Value.of(1L)));
    System.arraycopy(set, 4, largest, 12, set.length - 4);
    largest[0] = 0x53;
    largest[1] = 0x21;
    largest[2] = (byte) 0xFF;
    largest[3] = (byte) 0xFF;
    client.sendBytes(largest);
    client.drain();
    assertThat(router.core.status().params()).isEqualTo(1);
  }

  @Test
  void aFrameOverTheLimitEndsTheConnection() throws Exception {
    try (RouterFixture strict = RouterFixture.with(Map.of("maxFrameBytes", 65_546))) {
      RawClient client = strict.client("giant");

      client.sendBytes(new byte[65_547]);

      assertThat(client.expect(ErrorMessage.class).code())
          .isEqualTo(ErrorCode.INVALID_FRAME.code());
      assertThat(client.awaitClosed()).contains(CloseReason.TOO_LARGE.text());
    }
  }

  @Test
  void valuesAreNestedUpToALimit() {
    RawClient client = router.client("nested");

    client.sendBytes(nested(32));
    assertThat(client.drain()).hasSize(1).noneMatch(ErrorMessage.class::isInstance);
    client.sendBytes(nested(33));
    assertThat(client.expect(ErrorMessage.class).message()).contains("nested deeper");
    client.sendBytes(nested(16_000));
    assertThat(client.expect(ErrorMessage.class).message()).contains("nested deeper");
    client.expectNothing();
  }

  /** A SET of an array in an array in an array. */
  private static byte[] nested(int depth) {
    String inner = "0a0001".repeat(depth - 1);
    String payload = "210a00022f6e" + "0001" + (depth == 1 ? "" : inner) + "00";
    return frame(HexFormat.of().parseHex(payload));
  }

  private static byte[] frame(byte[] payload) {
    byte[] frame = new byte[4 + payload.length];
    frame[0] = 0x53;
    frame[1] = 0x01;
    frame[2] = (byte) (payload.length >> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 4, payload.length);
    return frame;
  }

  private static byte[] mutate(Random random) {
    byte[] frame = VECTORS.get(random.nextInt(VECTORS.size())).frame().clone();
    if (frame.length < 6) {
      return frame;
    }
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      frame[4 + random.nextInt(frame.length - 4)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? frame(Arrays.copyOfRange(frame, 4, 4 + random.nextInt(frame.length)))
        : frame;
  }

  private static List<Vector> read() {
    try (InputStream in = HostileBytesTest.class.getResourceAsStream("/vectors.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      return StreamSupport.stream(all.spliterator(), false).map(HostileBytesTest::vector).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Vector vector(JsonNode json) {
    byte[] bytes = HexFormat.of().parseHex(json.get("frameHex").asText());
    return new Vector(
        json.get("name").asText(),
        json.path("framed").asBoolean(true) ? bytes : frame(bytes),
        json.get("rustDecode").asText().startsWith("PANIC"));
  }
}
