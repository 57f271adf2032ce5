package to.clasp.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * SNAPSHOT (0x23): current values of params. Snapshots add to what a client already knows.
 *
 * @param entries the params, in no particular order
 */
public record Snapshot(List<Entry> entries) implements Message {
  /** A snapshot without params. */
  public static final Snapshot EMPTY = new Snapshot(List.of());

  /** Checks for null and copies the list. */
  public Snapshot {
    entries = List.copyOf(entries);
  }

  /**
   * One param.
   *
   * @param address address of the param
   * @param value its value
   * @param revision its revision (unsigned), 1 after the first write
   * @param writer id of the session that wrote it last, or null
   * @param timestamp time of that write in µs since 1970-01-01 UTC (unsigned), or null
   */
  public record Entry(String address, Value value, long revision, String writer, Long timestamp) {
    /** Checks that address and value are not null. */
    public Entry {
      requireNonNull(address, "address");
      requireNonNull(value, "value");
    }
  }
}
