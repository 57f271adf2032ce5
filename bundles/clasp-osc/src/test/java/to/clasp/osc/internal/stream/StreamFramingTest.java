package to.clasp.osc.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import to.clasp.osc.internal.codec.OscException;

class StreamFramingTest {
  private static final int LARGEST = 64;

  private final List<String> packets = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "LENGTH, 2f610000, 000000042f610000",
    "SLIP, 2f610000, c02f610000c0",
    "SLIP, c0db, c0dbdcdbddc0"
  })
  void packetsLookAsTheirSpecificationSays(StreamFraming framing, String packet, String bytes) {
    byte[] content = HexFormat.of().parseHex(packet);
    ByteBuf out = Unpooled.buffer();
    PacketStream stream = framing.begin((byte) 0, LARGEST);
    stream.write(content, content.length, out);
    assertThat(ByteBufUtil.hexDump(out)).isEqualTo(bytes);
    read(stream, out);
    assertThat(packets).containsExactly(packet);
  }

  private void read(PacketStream stream, ByteBuf in) {
    stream.read(
        in,
        (bytes, offset, length) ->
            packets.add(
                HexFormat.of().formatHex(Arrays.copyOfRange(bytes, offset, offset + length))));
    assertThat(in.isReadable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "SLIP"})
  void packetsAreFoundHoweverTheStreamIsCut(StreamFraming framing) {
    Random random = new Random(3);
    List<String> sent = new ArrayList<>();
    ByteBuf all = Unpooled.buffer();
    PacketStream writer = framing.begin((byte) 0, LARGEST);
    for (int i = 0; i < 500; i++) {
      byte[] packet = new byte[1 + random.nextInt(LARGEST)];
      random.nextBytes(packet);
      packet[0] = random.nextBoolean() ? (byte) 0xC0 : (byte) 0xDB;
      sent.add(HexFormat.of().formatHex(packet));
      writer.write(packet, packet.length, all);
    }
    PacketStream reader = StreamFraming.AUTO.begin(all.getByte(0), LARGEST);
    while (all.isReadable()) {
      read(reader, all.readSlice(Math.min(all.readableBytes(), 1 + random.nextInt(9))));
    }
    assertThat(packets).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({"2f, SlipStream", "23, SlipStream", "c0, SlipStream", "00, LengthStream"})
  void theFirstByteTellsTheFraming(String first, String stream) {
    byte one = HexFormat.of().parseHex(first)[0];
    assertThat(StreamFraming.AUTO.begin(one, LARGEST).getClass().getSimpleName()).isEqualTo(stream);
  }

  @Test
  void anotherFirstByteIsNoOsc() {
    assertThatThrownBy(() -> StreamFraming.AUTO.begin((byte) 'G', LARGEST))
        .isInstanceOf(OscException.class)
        .hasMessage("a stream that begins with 71");
  }

  /** Whoever announces a large packet, or never ends one, must not get memory for it. */
  @ParameterizedTest
  @CsvSource({"LENGTH, 00000041", "LENGTH, 7fffffff", "LENGTH, ffffffff", "SLIP, dbdf"})
  void aStreamThatIsLostIsRefused(StreamFraming framing, String bytes) {
    PacketStream stream = framing.begin((byte) 0, LARGEST);
    ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(bytes));
    assertThatThrownBy(() -> stream.read(in, (packet, offset, length) -> {}))
        .isInstanceOf(OscException.class);
  }

  @Test
  void aSlipPacketWithoutEndIsRefused() {
    PacketStream stream = StreamFraming.SLIP.begin((byte) 0, LARGEST);
    ByteBuf in = Unpooled.wrappedBuffer(new byte[LARGEST + 1]);
    assertThatThrownBy(() -> stream.read(in, (packet, offset, length) -> {}))
        .hasMessage("a packet is larger than 64 bytes");
  }

  @Test
  void emptyPacketsAreSkipped() {
    read(
        StreamFraming.SLIP.begin((byte) 0, LARGEST),
        Unpooled.wrappedBuffer(new byte[] {(byte) 0xC0, (byte) 0xC0, 1, (byte) 0xC0, (byte) 0xC0}));
    read(
        StreamFraming.LENGTH.begin((byte) 0, LARGEST),
        Unpooled.buffer().writeInt(0).writeInt(1).writeByte(2));
    assertThat(packets).containsExactly("01", "02");
  }
}
