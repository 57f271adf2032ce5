package to.clasp.osc.internal.address;

import java.util.Arrays;
import to.clasp.osc.internal.codec.OscMessageReader;

/**
 * Remembers what messages are for by the bytes of their address, so that nothing has to be made for
 * an address that comes again. Every address has one place, which it shares with others. Used by
 * one thread.
 */
public final class AddressBook {
  private static final int PLACES = 1 << 12;
  private static final int LONGEST = 96;
  private static final int FACTOR = 31;
  private static final int MIX = 0x9E37_79B9;
  private static final int SHIFT = 20;

  private final Entry[] entries;
  private final int places;
  private InboundRules rules;

  private record Entry(byte[] bytes, Inbound inbound) {}

  private AddressBook(int places) {
    this.places = places;
    this.entries = new Entry[places];
  }

  /**
   * A book for a port with many clients.
   *
   * @return an empty book
   */
  public static AddressBook large() {
    return new AddressBook(PLACES);
  }

  /**
   * A book for a single client.
   *
   * @return an empty book
   */
  public static AddressBook small() {
    return new AddressBook(PLACES >> 4);
  }

  /**
   * What a message is for.
   *
   * @param now the rules; what others said is forgotten
   * @param bytes hold the message
   * @param message has begun
   * @return what to do with it
   */
  public Inbound find(InboundRules now, byte[] bytes, OscMessageReader message) {
    if (now != rules) {
      rules = now;
      Arrays.fill(entries, null);
    }
    int start = message.addressOffset();
    int length = message.addressLength();
    if (length > LONGEST) {
      return now.of(message.address());
    }
    int place = place(bytes, start, length);
    Entry entry = entries[place];
    if (entry == null
        || !Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, start, start + length)) {
      entry =
          new Entry(Arrays.copyOfRange(bytes, start, start + length), now.of(message.address()));
      entries[place] = entry;
    }
    return entry.inbound;
  }

  private int place(byte[] bytes, int start, int length) {
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = FACTOR * hash + bytes[i];
    }
    return (hash * MIX >>> SHIFT) & places - 1;
  }
}
