package to.clasp.protocol.codec;

import java.util.List;
import to.clasp.protocol.Snapshot;

/** SNAPSHOT (0x23): params. */
final class SnapshotCodec extends MessageCodec<Snapshot> {
  /** Empty address, null, revision, flags. */
  private static final int SMALLEST_ENTRY = 12;

  private static final int HAS_WRITER = 0x01;
  private static final int HAS_TIMESTAMP = 0x02;

  SnapshotCodec() {
    super("SNAPSHOT", 0x23, Qos.FIRE);
  }

  @Override
  int size(Snapshot snapshot) {
    Sizes.requireCount(snapshot.entries(), "snapshot");
    int size = Short.BYTES;
    for (Snapshot.Entry entry : snapshot.entries()) {
      size = Sizes.within(size + size(entry));
    }
    return size;
  }

  static int size(Snapshot.Entry entry) {
    return Sizes.string(entry.address(), "address")
        + ValueCodec.size(entry.value())
        + Long.BYTES
        + 1
        + Sizes.optionalString(entry.writer(), "writer")
        + Sizes.optional(entry.timestamp(), Long.BYTES);
  }

  @Override
  void write(Snapshot snapshot, Writer out) {
    out.u16(snapshot.entries().size());
    for (Snapshot.Entry entry : snapshot.entries()) {
      write(entry, out);
    }
  }

  private static void write(Snapshot.Entry entry, Writer out) {
    out.string(entry.address());
    ValueCodec.write(entry.value(), out);
    out.u64(entry.revision());
    out.u8(
        (entry.writer() == null ? 0 : HAS_WRITER)
            | (entry.timestamp() == null ? 0 : HAS_TIMESTAMP));
    if (entry.writer() != null) {
      out.string(entry.writer());
    }
    if (entry.timestamp() != null) {
      out.u64(entry.timestamp());
    }
  }

  @Override
  Snapshot read(Reader in) {
    Snapshot.Entry[] entries = new Snapshot.Entry[in.count(SMALLEST_ENTRY, "params")];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = readEntry(in);
    }
    return new Snapshot(List.of(entries));
  }

  private static Snapshot.Entry readEntry(Reader in) {
    String address = in.string("address");
    var value = ValueCodec.read(in, "value");
    long revision = in.u64("revision");
    int flags = in.u8("option flags");
    String writer = (flags & HAS_WRITER) != 0 ? in.string("writer") : null;
    Long timestamp = (flags & HAS_TIMESTAMP) != 0 ? in.u64("timestamp") : null;
    return new Snapshot.Entry(address, value, revision, writer, timestamp);
  }

  @Override
  Snapshot read(LegacyFields fields) {
    fields.require("params");
    return new Snapshot(fields.list("params", SnapshotCodec::readEntry));
  }

  private static Snapshot.Entry readEntry(LegacyFields fields) {
    return new Snapshot.Entry(
        fields.string("address"),
        fields.value("value"),
        fields.u64("revision"),
        fields.optionalString("writer"),
        fields.optionalU64("timestamp"));
  }
}
