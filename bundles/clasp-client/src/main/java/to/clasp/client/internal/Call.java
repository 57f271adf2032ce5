package to.clasp.client.internal;

import java.util.concurrent.CompletableFuture;
import to.clasp.client.ClaspException;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorMessage;
import to.clasp.transport.Frame;

/**
 * One message of the client and what becomes of it: the future that its caller holds. All fields
 * but the final ones are guarded by the {@link Turn}.
 */
abstract class Call<T> extends CompletableFuture<T> {
  /** What a call takes in memory beside its frame, roughly. */
  private static final int OVERHEAD = 200;

  /** The address or pattern it is about, or null. */
  final String address;

  final Frame frame;

  /** When it fails, on the clock of {@link System#nanoTime}. */
  final long deadline;

  /** The one that was put into the outbox before. */
  Call<?> next;

  /** It has completed, or is about to. */
  boolean over;

  /** Its answer has come. One that has failed for lateness still waits for it, to know it by. */
  boolean answered;

  /** Whether messages without an answer were sent between the call before and this one. */
  boolean afterOneWay;

  /** When it was sent, in µs of the local clock. */
  long sentMicros;

  /** What is undone when it fails or is not sent: before its caller knows. Under the lock. */
  Runnable undo = () -> {};

  private T result;
  private ClaspException failure;

  Call(String address, Frame frame, long deadline) {
    this.address = address;
    this.frame = frame;
    this.deadline = deadline;
  }

  /** What it asks for, such as {@code SET /a}. */
  abstract String name();

  final int cost() {
    return frame.length() + OVERHEAD;
  }

  /** Whether it takes a part of the {@link Budget}; what the client sends by itself does not. */
  boolean budgeted;

  final boolean isBudgeted() {
    return budgeted;
  }

  /** Whether there is no answer to it. */
  boolean isOneWay() {
    return false;
  }

  /** Whether it may wait until there is a connection. */
  boolean waitsForConnection() {
    return false;
  }

  /** Whether a PING has to follow, at once or at the end of the batch. */
  FenceRule fence() {
    return FenceRule.NONE;
  }

  /** Whether an ACK is the answer. */
  boolean takes(Ack ack) {
    return false;
  }

  /** Whether an ERROR with an address is the answer. */
  boolean takes(ErrorMessage error) {
    return error.address().equals(address);
  }

  /** The router has gone past it without an answer. Fails unless that is one. */
  void passed(Turn turn, String note) {
    turn.fail(this, 0, "the router did not answer" + note, null);
  }

  /** What it is to complete with, once the turn is over. */
  final void succeedLater(T value) {
    result = value;
  }

  final void failLater(ClaspException reason) {
    failure = reason;
  }

  /** What it completes with, or null. Under the {@link Turn}, perhaps before it completes. */
  final T decided() {
    return result;
  }

  /** The code that it fails with, or 0. Likewise. */
  final int decidedCode() {
    return failure == null ? 0 : failure.code();
  }

  /** Completes it. Without any lock, because others may go on from here. */
  final void settle() {
    if (failure != null) {
      completeExceptionally(failure);
    } else {
      complete(result);
    }
  }
}
