package to.clasp.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

class AddressCacheTest {
  private final AddressCache cache = new AddressCache();

  @ParameterizedTest
  @ValueSource(
      strings = {"/lights/1/dim", "/licht/größe", "/eight/b", "/a/b/c/d/e/f/g/h/i/j/k/l/m"})
  void anAddressThatComesAgainIsTheSameObject(String address) {
    readSet(address);
    String kept = readSet(address);

    assertThat(kept).isEqualTo(address);
    assertThat(readSet(address)).isSameAs(kept);
    assertThat(readPublish(address)).isSameAs(kept);
  }

  @Test
  void addressesAreNeverTakenForEachOther() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100_000; i++) {
        String address = "/device/" + i;
        assertThat(readSet(address)).isEqualTo(address);
        assertThat(readSet(address)).isEqualTo(address);
      }
    }
  }

  /** Two of one length, found by trying three million. */
  @Test
  void addressesOfOneHashAreNotTakenForEachOther() {
    for (String address : List.of("/zone/970/20190", "/zone/800/79670", "/zone/970/20190")) {
      assertThat(readSet(address)).isEqualTo(address);
      assertThat(readSet(address)).isEqualTo(address);
    }
  }

  @Test
  void aFloodOfAddressesNeitherGrowsTheCacheNorDrivesTheOthersOut() {
    List<String> usual = IntStream.range(0, 10).mapToObj(i -> "/usual/" + i + "/fader").toList();
    usual.forEach(this::readSet);
    List<String> kept = usual.stream().map(this::readSet).toList();
    for (int i = 0; i < 100_000; i++) {
      readSet("/flood/" + i);
    }

    for (int i = 0; i < usual.size(); i++) {
      assertThat(readSet(usual.get(i))).isSameAs(kept.get(i));
    }
  }

  @Test
  void thereAreNotMoreAddressesThanPlaces() {
    Map<String, String> kept = new IdentityHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      readSet("/many/" + i);
      String again = readSet("/many/" + i);
      kept.put(again, again);
    }
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      found += kept.containsKey(readSet("/many/" + i)) ? 1 : 0;
    }

    assertThat(found).isBetween(2048, 4096);
  }

  @Test
  void anAddressGivesItsPlaceToAnotherThatIsUsedMore() {
    for (int i = 0; i < 100_000; i++) {
      readSet("/old/" + i);
      readSet("/old/" + i);
    }
    readSet("/new/fader");
    String kept = readSet("/new/fader");

    assertThat(readSet("/new/fader")).isSameAs(kept);
  }

  @Test
  void addressesOf8To64BytesAreKept() {
    assertThat(isKept("/seven7")).isFalse();
    assertThat(isKept("/eight88")).isTrue();
    assertThat(isKept("/" + "x".repeat(63))).isTrue();
    assertThat(isKept("/" + "x".repeat(64))).isFalse();
  }

  private boolean isKept(String address) {
    readSet(address);
    return readSet(address) == readSet(address);
  }

  @Test
  void malformedAddressesAreRefusedEveryTime() {
    byte[] frame =
        HexFormat.of().parseHex("5301" + "000d" + "2101" + "0008" + "2f6c69676874c328" + "01");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> FrameCodec.decode(frame, 0, frame.length, cache))
          .isInstanceOfSatisfying(
              ProtocolException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MESSAGE))
          .hasMessageContaining("SET: address is not valid UTF-8");
    }
  }

  static List<Vector> vectors() {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyFrameIsReadAsWithoutCache(Vector vector) {
    byte[] frame = vector.frame();
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(frame, cache)).isEqualTo(outcome(frame, null));
    }
  }

  @Test
  void changedFramesAreReadAsWithoutCache() {
    Random random = new Random(7330);
    byte[] frame = FrameCodec.encode(Set.of("/lights/größe/dim", Value.of(0.5)));
    for (int i = 0; i < 100_000; i++) {
      byte[] changed = frame.clone();
      changed[4 + random.nextInt(changed.length - 4)] ^= (byte) (1 << random.nextInt(8));
      assertThat(outcome(changed, cache)).isEqualTo(outcome(changed, null));
    }
  }

  private static Object outcome(byte[] frame, AddressCache cache) {
    try {
      return FrameCodec.decode(frame, 0, frame.length, cache);
    } catch (ProtocolException e) {
      return e.code() + " " + e.getMessage();
    }
  }

  private String readSet(String address) {
    return ((Set) read(Set.of(address, Value.of(true)))).address();
  }

  private String readPublish(String address) {
    return ((Publish) read(Publish.of(address, SignalType.EVENT, null))).address();
  }

  private Message read(Message message) {
    byte[] frame = FrameCodec.encode(message);
    return FrameCodec.decode(frame, 0, frame.length, cache).message();
  }
}
