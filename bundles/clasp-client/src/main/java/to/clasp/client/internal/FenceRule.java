package to.clasp.client.internal;

/** Whether the PONG of a PING behind a call tells that the router has gone past it. */
enum FenceRule {
  /** The call has an answer of its own. */
  NONE,
  /** One PING at the end of the batch will do. */
  BATCH,
  /** Snapshots and results before the PONG belong to the call, those behind it do not. */
  AT_ONCE
}
