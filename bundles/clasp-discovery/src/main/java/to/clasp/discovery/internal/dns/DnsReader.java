package to.clasp.discovery.internal.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads messages. Each part of the bytes is looked at a bounded number of times: a pointer in a
 * compressed name must lead backwards, and the numbers of records and labels are limited.
 */
public final class DnsReader {
  /** The longest message that multicast DNS knows, in bytes. */
  public static final int LONGEST = 9000;

  private static final int MOST_RECORDS = 300;
  private static final int LONGEST_NAME = 255;

  /** Of one text. */
  private static final int MOST_ENTRIES = 64;

  /** In one name: more than it can have labels makes no sense. */
  private static final int MOST_POINTERS = 128;

  private static final int POINTER = 0xC0;
  private static final int RESPONSE = 0x8000;
  private static final int OPCODE_AND_RCODE = 0x780F;
  private static final int CLASS = 0x7FFF;
  private static final int IN = 1;
  private static final int TOP_BIT = 0x8000;

  private final byte[] bytes;
  private final int end;
  private int at;

  private DnsReader(byte[] bytes, int length) {
    this.bytes = bytes;
    this.end = length;
  }

  /**
   * Reads a message.
   *
   * @param bytes an array that begins with it
   * @param length how many bytes it has
   * @return the message; records of a kind that is not needed tell their kind only
   * @throws DnsException if it is none, or larger than allowed
   */
  public static DnsMessage read(byte[] bytes, int length) throws DnsException {
    return new DnsReader(bytes, length).message();
  }

  private DnsMessage message() throws DnsException {
    int id = u16();
    int flags = u16();
    if ((flags & OPCODE_AND_RCODE) != 0) {
      throw new DnsException("neither a plain query nor a success");
    }
    int[] counts = {u16(), u16(), u16(), u16()};
    if (Arrays.stream(counts).sum() > MOST_RECORDS) {
      throw new DnsException("more than " + MOST_RECORDS + " questions and records");
    }
    List<DnsMessage.Question> questions = new ArrayList<>();
    for (int i = 0; i < counts[0]; i++) {
      questions.add(new DnsMessage.Question(name(), u16()));
      u16();
    }
    return new DnsMessage(
        id,
        (flags & RESPONSE) != 0,
        questions,
        records(counts[1]),
        records(counts[2]),
        records(counts[3]));
  }

  private List<DnsRecord> records(int count) throws DnsException {
    List<DnsRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DnsRecord record = record();
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /** Null if it is not about the Internet. */
  private DnsRecord record() throws DnsException {
    DnsName name = name();
    int type = u16();
    int group = u16();
    long ttl = (long) u16() << 16 | u16();
    int length = u16();
    require(length);
    int next = at + length;
    DnsRecord.Data data = data(type, next);
    at = next;
    boolean flush = (group & TOP_BIT) != 0;
    return (group & CLASS) == IN ? new DnsRecord(name, flush, ttl, data) : null;
  }

  private DnsRecord.Data data(int type, int next) throws DnsException {
    return switch (type) {
      case DnsRecord.PTR -> new DnsRecord.Pointer(name());
      case DnsRecord.SRV -> {
        u16();
        u16();
        yield new DnsRecord.Server(u16(), name());
      }
      case DnsRecord.TXT -> new DnsRecord.Text(text(next));
      case DnsRecord.A -> new DnsRecord.Address(address(next, 4));
      case DnsRecord.AAAA -> new DnsRecord.Address(address(next, 16));
      default -> new DnsRecord.Other(type);
    };
  }

  /** The first of equal keys counts (RFC 6763, 6.4). */
  private Map<String, String> text(int next) throws DnsException {
    Map<String, String> entries = new LinkedHashMap<>();
    while (at < next) {
      String entry = string(u8());
      int equals = entry.indexOf('=');
      if (equals > 0) {
        String key = entry.substring(0, equals).toLowerCase(Locale.ROOT);
        putFirst(entries, key, entry.substring(equals + 1));
      } else if (equals < 0 && !entry.isEmpty()) {
        putFirst(entries, entry.toLowerCase(Locale.ROOT), "");
      }
    }
    return entries;
  }

  /** What is beyond the bound is left out: it would take a hundred times its bytes. */
  private static void putFirst(Map<String, String> entries, String key, String value) {
    if (entries.size() < MOST_ENTRIES) {
      entries.putIfAbsent(key, value);
    }
  }

  private InetAddress address(int next, int size) throws DnsException {
    if (next - at != size) {
      throw new DnsException("address of " + (next - at) + " bytes");
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, next));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("the size was checked", impossible);
    }
  }

  private DnsName name() throws DnsException {
    List<String> labels = new ArrayList<>();
    int total = 0;
    int behind = -1;
    int bound = at;
    int pointers = 0;
    int length = u8();
    while (length != 0) {
      if ((length & POINTER) == POINTER) {
        int target = (length & ~POINTER) << 8 | u8();
        behind = behind < 0 ? at : behind;
        if (target >= bound) {
          throw new DnsException("pointer that does not lead backwards");
        }
        if (++pointers > MOST_POINTERS) {
          throw new DnsException("name of more than " + MOST_POINTERS + " pointers");
        }
        bound = target;
        at = target;
      } else if ((length & POINTER) != 0) {
        throw new DnsException("label of an unknown kind");
      } else {
        total += length + 1;
        if (total >= LONGEST_NAME) {
          throw new DnsException("name over " + LONGEST_NAME + " bytes");
        }
        labels.add(label(length));
      }
      length = u8();
    }
    at = behind < 0 ? at : behind;
    return new DnsName(labels);
  }

  /** Text that would come out longer than it went in could not be written again. */
  private String label(int length) throws DnsException {
    String label = string(length);
    if (label.getBytes(UTF_8).length != length) {
      throw new DnsException("label that is not UTF-8");
    }
    return label;
  }

  private String string(int length) throws DnsException {
    require(length);
    String text = new String(bytes, at, length, UTF_8);
    at += length;
    return text;
  }

  private int u16() throws DnsException {
    return u8() << 8 | u8();
  }

  private int u8() throws DnsException {
    require(1);
    return bytes[at++] & 0xFF;
  }

  private void require(int count) throws DnsException {
    if (end - at < count) {
      throw new DnsException("ends in the middle");
    }
  }
}
