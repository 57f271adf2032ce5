package to.clasp.discovery.internal.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Writes messages. Names are not compressed: all of ours together fit into a datagram. */
public final class DnsWriter {
  private static final int RESPONSE = 0x8400;
  private static final int IN = 1;
  private static final int TOP_BIT = 0x8000;
  private static final int LONGEST_STRING = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private DnsWriter() {}

  /**
   * Writes a message.
   *
   * @param message the message
   * @return its bytes
   */
  public static byte[] write(DnsMessage message) {
    DnsWriter writer = new DnsWriter();
    writer.u16(message.id());
    writer.u16(message.response() ? RESPONSE : 0);
    writer.u16(message.questions().size());
    writer.u16(message.answers().size());
    writer.u16(message.authorities().size());
    writer.u16(message.additionals().size());
    for (DnsMessage.Question question : message.questions()) {
      writer.name(question.name());
      writer.u16(question.type());
      writer.u16(IN);
    }
    writer.records(message.answers());
    writer.records(message.authorities());
    writer.records(message.additionals());
    return writer.out.toByteArray();
  }

  /**
   * What a record says, as bytes that two hosts compare when both claim a name.
   *
   * @param data the data
   * @return without compression
   */
  public static byte[] data(DnsRecord.Data data) {
    DnsWriter writer = new DnsWriter();
    if (data instanceof DnsRecord.Pointer pointer) {
      writer.name(pointer.target());
    } else if (data instanceof DnsRecord.Server server) {
      writer.u16(0);
      writer.u16(0);
      writer.u16(server.port());
      writer.name(server.host());
    } else if (data instanceof DnsRecord.Text text) {
      writer.text(text.entries());
    } else if (data instanceof DnsRecord.Address address) {
      writer.out.writeBytes(address.address().getAddress());
    }
    return writer.out.toByteArray();
  }

  private void records(List<DnsRecord> records) {
    for (DnsRecord record : records) {
      name(record.name());
      u16(record.data().type());
      u16(record.flush() ? IN | TOP_BIT : IN);
      u16((int) (record.ttl() >> 16));
      u16((int) record.ttl());
      byte[] data = data(record.data());
      u16(data.length);
      out.writeBytes(data);
    }
  }

  /** A TXT record without any string has one that is empty (RFC 6763, 6.1). */
  private void text(Map<String, String> entries) {
    entries.forEach((key, value) -> string((key + "=" + value).getBytes(UTF_8), LONGEST_STRING));
    if (entries.isEmpty()) {
      out.write(0);
    }
  }

  private void name(DnsName name) {
    name.labels().forEach(label -> string(label.getBytes(UTF_8), DnsName.LONGEST_LABEL));
    out.write(0);
  }

  private void string(byte[] bytes, int most) {
    if (bytes.length > most) {
      throw new IllegalArgumentException(bytes.length + " bytes where " + most + " fit");
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private void u16(int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
