package to.clasp.client.internal;

import java.util.Locale;
import to.clasp.protocol.SignalType;
import to.clasp.transport.Frame;

/** A message without an answer; completes when it was written. */
final class OneWayCall extends Call<Void> {
  private final SignalType kind;

  OneWayCall(SignalType kind, String address, Frame frame, long deadline) {
    super(address, frame, deadline);
    this.kind = kind;
  }

  @Override
  String name() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + address;
  }

  @Override
  boolean isOneWay() {
    return true;
  }
}
