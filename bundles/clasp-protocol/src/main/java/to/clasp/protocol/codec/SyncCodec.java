package to.clasp.protocol.codec;

import to.clasp.protocol.Sync;

/** SYNC (0x40): flags, t1, t2, t3. */
final class SyncCodec extends MessageCodec<Sync> {
  private static final int HAS_T2 = 0x01;
  private static final int HAS_T3 = 0x02;

  SyncCodec() {
    super("SYNC", 0x40, Qos.FIRE);
  }

  @Override
  int size(Sync sync) {
    return 1
        + Long.BYTES
        + Sizes.optional(sync.t2(), Long.BYTES)
        + Sizes.optional(sync.t3(), Long.BYTES);
  }

  @Override
  void write(Sync sync, Writer out) {
    out.u8((sync.t2() == null ? 0 : HAS_T2) | (sync.t3() == null ? 0 : HAS_T3));
    out.u64(sync.t1());
    if (sync.t2() != null) {
      out.u64(sync.t2());
    }
    if (sync.t3() != null) {
      out.u64(sync.t3());
    }
  }

  @Override
  Sync read(Reader in) {
    int flags = in.u8("flags");
    long t1 = in.u64("t1");
    Long t2 = (flags & HAS_T2) != 0 ? in.u64("t2") : null;
    Long t3 = (flags & HAS_T3) != 0 ? in.u64("t3") : null;
    return new Sync(t1, t2, t3);
  }

  @Override
  Sync read(LegacyFields fields) {
    return new Sync(fields.u64("t1"), fields.optionalU64("t2"), fields.optionalU64("t3"));
  }
}
