package to.clasp.p2p.internal.wire;

import java.util.concurrent.CompletableFuture;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.SendResult;

/**
 * A message that somebody wants to be sent.
 *
 * @param bytes the message
 * @param result completes when it is on its way
 */
public record Outgoing(byte[] bytes, CompletableFuture<SendResult> result) {
  /** Says that it is not sent. */
  public void refuse(String reason) {
    result.completeExceptionally(new P2pException(reason));
  }
}
