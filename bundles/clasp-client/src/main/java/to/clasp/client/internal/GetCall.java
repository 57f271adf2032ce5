package to.clasp.client.internal;

import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Snapshot;
import to.clasp.transport.Frame;

/** Completes with the param. */
final class GetCall extends Call<Snapshot.Entry> {

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

  /** Reference routers are silent when there is no such param. */
  @Override
  void passed(Turn turn, String note) {
    turn.fail(this, ErrorCode.ADDRESS_NOT_FOUND.code(), "there is no such param" + note, null);
  }
}
