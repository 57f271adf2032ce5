package to.clasp.client.internal;

import java.util.ArrayList;
import java.util.List;
import to.clasp.protocol.Result;
import to.clasp.protocol.Signal;
import to.clasp.transport.Frame;

/** Completes with all signals of all RESULTs before the PONG. */
final class QueryCall extends Call<List<Signal>> {
  private static final int MOST = 100_000;
  private static final long MOST_BYTES = 64L << 20;

  private final List<Signal> signals = new ArrayList<>();
  private long bytes;

  QueryCall(String pattern, Frame frame, long deadline) {
    super(pattern, frame, deadline);
  }

  @Override
  String name() {
    return "QUERY " + address;
  }

  @Override
  FenceRule fence() {
    return FenceRule.AT_ONCE;
  }

  /** What is beyond the bound is left out, whatever a router sends. */
  void add(Result result, int size) {
    bytes += size;
    int room = bytes > MOST_BYTES ? 0 : MOST - signals.size();
    signals.addAll(result.signals().subList(0, Math.min(room, result.signals().size())));
  }

  @Override
  void passed(Turn turn, String note) {
    turn.succeed(this, List.copyOf(signals));
  }
}
