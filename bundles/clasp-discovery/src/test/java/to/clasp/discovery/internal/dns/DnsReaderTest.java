package to.clasp.discovery.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsReaderTest {
  private static final DnsName SERVICE = DnsName.of("_clasp", "_tcp", "local");
  private static final DnsName INSTANCE = SERVICE.child("Bühne. 1");

  private static DnsMessage read(byte[] bytes) throws DnsException {
    return DnsReader.read(bytes, bytes.length);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  @Test
  void readsWhatTheWriterWrites() throws Exception {
    DnsName host = DnsName.of("h", "local");
    DnsMessage message =
        new DnsMessage(
            7,
            true,
            List.of(new DnsMessage.Question(SERVICE, DnsRecord.PTR)),
            List.of(
                new DnsRecord(SERVICE, false, 4500, new DnsRecord.Pointer(INSTANCE)),
                new DnsRecord(INSTANCE, true, 120, new DnsRecord.Server(7330, host)),
                new DnsRecord(INSTANCE, true, 0, new DnsRecord.Text(Map.of("a", "b=c")))),
            List.of(
                new DnsRecord(
                    host, true, 120, new DnsRecord.Address(InetAddress.getByName("10.1.2.3")))),
            List.of(
                new DnsRecord(
                    host, true, 120, new DnsRecord.Address(InetAddress.getByName("fd00::1")))));
    assertThat(read(DnsWriter.write(message))).isEqualTo(message);
  }

  /** PTR of _a.local with a pointer to the name of the question. */
  @Test
  void readsCompressedNames() throws Exception {
    byte[] bytes =
        hex(
            "0000 8400 0001 0001 0000 0000 025f61 056c6f63616c 00 000c 0001"
                + " c00c 000c 0001 00000078 0005 0268 69 c00f".replace("0268 69", "026869"));
    DnsRecord record = read(bytes).answers().get(0);
    assertThat(record.name()).isEqualTo(DnsName.of("_A", "LOCAL"));
    assertThat(record.data()).isEqualTo(new DnsRecord.Pointer(DnsName.of("hi", "local")));
  }

  /** Each of a record's bytes may stand for an entry that takes a hundred in memory. */
  @Test
  void keepsABoundedNumberOfEntriesOfAText() throws Exception {
    java.util.Map<String, String> many = new java.util.LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put(Integer.toString(i, 36), "");
    }
    DnsRecord record = new DnsRecord(INSTANCE, true, 120, new DnsRecord.Text(many));
    DnsRecord.Data read =
        read(DnsWriter.write(DnsMessage.response(List.of(record)))).answers().get(0).data();
    assertThat(((DnsRecord.Text) read).entries()).hasSize(64).containsKeys("0", "1r");
  }

  /** Else each of 300 names of a few bytes could lead through all the rest of the message. */
  @Test
  void refusesNamesOfManyPointers() {
    int pointers = 200;
    int data = 23;
    StringBuilder chain = new StringBuilder("00");
    for (int i = 0; i < pointers; i++) {
      chain.append("%04x".formatted(0xC000 | (i == 0 ? data : data + 2 * i - 1)));
    }
    String other = "0063 0001 00000078 ";
    String message =
        "0000 8400 0000 0002 0000 0000 00"
            + (other + "%04x".formatted(1 + 2 * pointers) + chain)
            + ("%04x".formatted(0xC000 | data + 2 * pointers - 1) + other + "0000");
    assertThatThrownBy(() -> read(hex(message)))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("pointers");
  }

  @Test
  void refusesPointersThatDoNotLeadBackwards() {
    String head = "0000 0000 0001 0000 0000 0000 ";
    for (String name : List.of("c00c", "c00e", "0161 c00c", "c0ff")) {
      assertThatThrownBy(() -> read(hex(head + name + "000c0001")))
          .as(name)
          .isInstanceOf(DnsException.class);
    }
  }

  @Test
  void refusesLabelsThatAreNotUtf8() {
    assertThatThrownBy(() -> read(hex("0000 0000 0001 0000 0000 0000 01ff 00 000c 0001")))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("UTF-8");
  }

  /** The counts promise more than any datagram holds. */
  @Test
  void refusesMoreRecordsThanAllowedBeforeReadingThem() {
    assertThatThrownBy(() -> read(hex("0000 8400 0000 012d 0000 0000")))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("300");
  }

  @Test
  void refusesAnAddressOfAnotherSize() {
    assertThatThrownBy(
            () -> read(hex("0000 8400 0000 0001 0000 0000 00 0001 0001 00000078 0003 0a0001")))
        .isInstanceOf(DnsException.class)
        .hasMessageContaining("3 bytes");
  }

  @Test
  void everyBeginningOfAMessageIsRefused() throws Exception {
    byte[] whole =
        DnsWriter.write(
            DnsMessage.response(
                List.of(new DnsRecord(SERVICE, false, 1, new DnsRecord.Pointer(INSTANCE)))));
    for (int length = 0; length < whole.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> DnsReader.read(whole, cut)).isInstanceOf(DnsException.class);
    }
    assertThat(DnsReader.read(whole, whole.length).answers()).hasSize(1);
  }

  /** With a seed, so that a failure can be repeated. */
  @Test
  void anyBytesAreReadOrRefusedAndWhatIsReadCanBeWritten() {
    Random random = new Random(5353);
    byte[] whole =
        DnsWriter.write(
            DnsMessage.response(
                List.of(
                    new DnsRecord(SERVICE, false, 1, new DnsRecord.Pointer(INSTANCE)),
                    new DnsRecord(INSTANCE, true, 1, new DnsRecord.Server(1, SERVICE)),
                    new DnsRecord(INSTANCE, true, 1, new DnsRecord.Text(Map.of("k", "v"))))));
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        DnsMessage message = read(bytes);
        for (DnsMessage.Question question : message.questions()) {
          DnsWriter.write(DnsMessage.query(List.of(question), List.of()));
        }
        message.answers().forEach(each -> each.name().isChildOf(SERVICE));
        read++;
      } catch (DnsException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void namesAreCutBetweenCharacters() {
    assertThat(DnsName.cut("ab😀", 6)).isEqualTo("ab😀");
    assertThat(DnsName.cut("ab😀", 5)).isEqualTo("ab");
    assertThat(DnsName.cut("äöü", 5)).isEqualTo("äö");
  }
}
