package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.ProtocolException;

/** Bytes of any kind cause a message or a {@link ProtocolException}, and little garbage. */
class FuzzTest {
  private static final long SEED = 7330;
  private static final int FRAMES = Integer.getInteger("clasp.fuzz.frames", 1_000_000);

  /**
   * The worst payloads are lists of maps with two entries: see {@link
   * #aListOfTheSmallestLegacyValuesCostsLittle}.
   */
  private static final int BYTES_PER_BYTE = 90;

  /** Room for the exception and its text. */
  private static final int CONSTANT_BYTES = 4096;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final List<byte[]> SEEDS = Vector.all().stream().map(Vector::frame).toList();

  @Test
  void mutatedFramesAreReadOrRefusedCleanly() {
    Random random = new Random(SEED);
    int decoded = 0;
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = mutate(random);
      try {
        decoded += check(frame) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("frame " + i + ": " + HexFormat.of().formatHex(frame), e);
      }
    }
    assertThat(decoded).isBetween(FRAMES / 10, FRAMES - FRAMES / 10);
  }

  @Test
  void framesCutAnywhereAreReadOrRefusedCleanly() {
    for (byte[] seed : SEEDS) {
      for (int length = 0; length <= seed.length; length += step(length, seed.length)) {
        byte[] frame = Arrays.copyOf(seed, length);
        check(frame);
        if (length >= 4) {
          adjustLength(frame);
          check(frame);
        }
      }
    }
  }

  /** In the middle of a large frame, which is one long text, not every place is tried. */
  private static int step(int length, int all) {
    boolean middle = length > 2000 && length < all - 2000;
    return middle ? 37 : 1;
  }

  @Test
  void whatStandsBehindAFrameIsNeverRead() {
    for (byte[] seed : SEEDS) {
      for (int length = headerSize(seed); length <= Math.min(seed.length, 2_000); length++) {
        byte[] frame = Arrays.copyOf(seed, length);
        adjustLength(frame);
        byte[] continued = seed.clone();
        System.arraycopy(frame, 0, continued, 0, 4);

        assertThat(outcome(continued)).isEqualTo(outcome(frame));
      }
    }
  }

  /** The message, or the text of the error. */
  private static Object outcome(byte[] buffer) {
    try {
      return FrameCodec.decode(buffer, 0, buffer.length);
    } catch (ProtocolException refused) {
      return refused.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0a0001", "0b00010000"})
  void thousandsOfNestedValuesNeedNoStack(String nested) throws InterruptedException {
    String values = nested.repeat(100_000 / nested.length());

    onSmallStack(() -> assertRefused("210a0000" + "0001" + values, "nested deeper"));
    onSmallStack(() -> assertRefused("20200000" + "01" + values, "nested deeper"));
    onSmallStack(() -> assertRefused("230001" + "0000" + values, "nested deeper"));
  }

  @Test
  void thousandsOfNestedBundlesNeedNoStack() throws InterruptedException {
    StringBuilder bundles = new StringBuilder();
    for (int length = 60_000; length >= 6; length -= 6) {
      bundles.append("30000001%04x".formatted(length - 6));
    }

    onSmallStack(() -> assertRefused(bundles.toString(), "bundles nested deeper"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"91", "81a0", "dc0001", "df00000001a0"})
  void thousandsOfNestedLegacyValuesNeedNoStack(String nested) throws InterruptedException {
    String values = nested.repeat(100_000 / nested.length()) + "c0";
    String set = "83a474797065a3534554a761646472657373a12fa576616c7565";

    onSmallStack(() -> assertRefused(set + values, "nested deeper"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"91", "81a0", "dc0001", "df00000001a0"})
  void thousandsOfNestedValuesInAnUnknownFieldArePassedOver(String nested)
      throws InterruptedException {
    String values = nested.repeat(100_000 / nested.length()) + "c0";
    String ping = "82" + "a178" + values + "a474797065a450494e47";

    onSmallStack(() -> assertThat(Pack.decodeHex(ping).message()).isEqualTo(Ping.INSTANCE));
  }

  private static void assertRefused(String payload, String reason) {
    assertThatThrownBy(() -> Pack.decodeHex(payload))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(reason);
  }

  /** Runs with a stack on which a recursion of some hundred calls would overflow. */
  private static void onSmallStack(Runnable test) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread = new Thread(null, test, "small-stack", 256 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "80", "00", "a0", "c400", "81a0c0", "82a0c0a161c0"})
  void aListOfTheSmallestLegacyValuesCostsLittle(String item) {
    checkList("83a474797065a3534554a761646472657373a12fa576616c7565dc", item);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0a0000", "0b0000", "0200", "080000", "090000", "0b0001000000"})
  void aListOfTheSmallestValuesCostsLittle(String item) {
    checkList("210a00012f", item);
  }

  private static void checkList(String beforeCount, String item) {
    int space = FrameCodec.MAX_PAYLOAD - beforeCount.length() / 2 - 2;
    int count = space / (item.length() / 2);
    String payload = beforeCount + "%04x".formatted(count) + item.repeat(count);

    assertThat(check(Pack.frame(HexFormat.of().parseHex(payload)))).isTrue();
  }

  /**
   * Decodes, encodes, decodes again; returns whether the frame was a message. Compares by hand,
   * because an assertion object for each frame costs more than decoding it.
   */
  private static boolean check(byte[] frame) {
    long limit = (long) BYTES_PER_BYTE * frame.length + CONSTANT_BYTES;
    Cost cost = Cost.of(frame);
    // Linking a call site for the first time allocates too, but only once.
    for (int again = 0; cost.bytes() > limit && again < 3; again++) {
      cost = Cost.of(frame);
    }
    if (cost.bytes() > limit) {
      throw new AssertionError(cost.bytes() + " bytes allocated, at most " + limit);
    }
    if (cost.outcome() instanceof DecodedFrame decoded) {
      checkRoundTrip(decoded);
      return true;
    }
    if (cost.outcome().equals("")) {
      throw new AssertionError("refused without a reason");
    }
    return false;
  }

  /** What decoding a frame, or refusing it, allocates. */
  private record Cost(long bytes, Object outcome) {
    static Cost of(byte[] frame) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Object outcome = FuzzTest.outcome(frame);
      return new Cost(THREADS.getCurrentThreadAllocatedBytes() - before, outcome);
    }
  }

  private static void checkRoundTrip(DecodedFrame decoded) {
    Message message = decoded.message();
    byte[] encoded;
    try {
      encoded = FrameCodec.encode(message, decoded.options());
    } catch (ProtocolException tooLarge) {
      // Numbers are written in 64 bits, so that a frame full of shorter ones grows.
      assertThat(tooLarge.code()).isEqualTo(ErrorCode.INVALID_VALUE);
      assertThat(tooLarge).hasMessageContaining("exceeds the limit of 65535");
      return;
    }
    DecodedFrame again = FrameCodec.decode(encoded, 0, encoded.length);
    if (!decoded.messagePack() && !again.equals(decoded)) {
      throw new AssertionError(decoded + " came back as " + again);
    }
  }

  private static byte[] mutate(Random random) {
    byte[] frame = SEEDS.get(random.nextInt(SEEDS.size())).clone();
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      frame = mutateOnce(frame, random);
    }
    if (frame.length >= 4 && random.nextInt(10) > 0) {
      frame[0] = 0x53;
      adjustLength(frame);
    }
    return frame;
  }

  private static void adjustLength(byte[] frame) {
    int payload = Math.max(0, Math.min(FrameCodec.MAX_PAYLOAD, frame.length - headerSize(frame)));
    frame[2] = (byte) (payload >> 8);
    frame[3] = (byte) payload;
  }

  private static int headerSize(byte[] frame) {
    return (frame[1] & 0x20) != 0 ? 12 : 4;
  }

  private static byte[] mutateOnce(byte[] frame, Random random) {
    if (frame.length < 6) {
      return SEEDS.get(random.nextInt(SEEDS.size())).clone();
    }
    int at = 4 + random.nextInt(frame.length - 4);
    switch (random.nextInt(8)) {
      case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> frame[at] = (byte) random.nextInt(256);
      case 2 -> frame[at] = new byte[] {0, 1, 0x7F, (byte) 0x80, (byte) 0xFF}[random.nextInt(5)];
      case 3 -> frame[1] = (byte) random.nextInt(256);
      case 4 -> {
        return Arrays.copyOf(frame, at);
      }
      case 5 -> {
        return splice(frame, at, frame, at + random.nextInt(frame.length - at));
      }
      case 6 -> {
        return splice(frame, at, frame, 4 + random.nextInt(at - 3));
      }
      default -> {
        byte[] other = SEEDS.get(random.nextInt(SEEDS.size()));
        return splice(frame, at, other, Math.min(other.length, 4 + random.nextInt(8)));
      }
    }
    return frame;
  }

  /** The beginning of one array and the end of another. */
  private static byte[] splice(byte[] first, int end, byte[] second, int start) {
    byte[] joined = Arrays.copyOf(first, end + second.length - start);
    System.arraycopy(second, start, joined, end, second.length - start);
    return joined;
  }
}
