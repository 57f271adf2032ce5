package to.clasp.client.internal;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Snapshot;
import to.clasp.transport.Frame;

/** Completes with the param. */
final class GetCall extends Call<Snapshot.Entry> {

  private Snapshot.Entry told;

  GetCall(String address, Frame frame, long deadline) {
    super(address, frame, deadline);
  }

  @Override
  String name() {
    return "GET " + address;
  }

  @Override
  FenceRule fence() {
    return FenceRule.BATCH;
  }

  /** Perhaps the answer. */
  void told(Snapshot.Entry entry) {
    told = entry;
  }

  /** Reference routers are silent when there is no such param. */
  @Override
  void passed(Turn turn, String note) {
    if (told != null) {
      turn.succeed(this, told);
      return;
    }
    turn.fail(this, ErrorCode.ADDRESS_NOT_FOUND.code(), "there is no such param" + note, null);
  }
}
