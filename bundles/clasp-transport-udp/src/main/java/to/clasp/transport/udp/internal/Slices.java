package to.clasp.transport.udp.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import to.clasp.protocol.Message;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Result;
import to.clasp.protocol.Signal;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.codec.FrameCodec;

/**
 * What of a frame over {@link Wire#LARGEST_SENT} can be sent: SNAPSHOT and RESULT are lists, told
 * in several messages.
 *
 * @param frames frames that fit, in order
 * @param unsent how many params, signals or messages are too large by themselves
 */
record Slices(List<byte[]> frames, int unsent) {
  private static final int HEADER = 4;
  private static final int ROOM = Wire.LARGEST_SENT - HEADER;
  private static final int EMPTY_RESULT = FrameCodec.payloadSize(new Result(List.of()));
  private static final int EMPTY_SNAPSHOT = FrameCodec.payloadSize(Snapshot.EMPTY);

  static Slices of(byte[] frame) {
    try {
      Message message = FrameCodec.decode(frame, 0, frame.length).message();
      if (message instanceof Snapshot snapshot) {
        return pack(
            snapshot.entries(),
            FrameCodec::payloadSize,
            EMPTY_SNAPSHOT,
            entries -> new Snapshot(entries));
      }
      if (message instanceof Result result) {
        return pack(result.signals(), Slices::size, EMPTY_RESULT, signals -> new Result(signals));
      }
    } catch (ProtocolException invalid) {
      // then it is no list either
    }
    return new Slices(List.of(), 1);
  }

  private static int size(Signal signal) {
    return FrameCodec.payloadSize(new Result(List.of(signal))) - EMPTY_RESULT;
  }

  /** At least one message: somebody may wait for the answer. */
  private static <T> Slices pack(
      List<T> all, ToIntFunction<T> size, int empty, Function<List<T>, Message> message) {
    List<byte[]> frames = new ArrayList<>();
    List<T> part = new ArrayList<>();
    int left = ROOM - empty;
    int unsent = 0;
    for (T one : all) {
      int needed = size.applyAsInt(one);
      if (needed > ROOM - empty) {
        unsent++;
        continue;
      }
      if (needed > left) {
        frames.add(FrameCodec.encode(message.apply(part)));
        part.clear();
        left = ROOM - empty;
      }
      part.add(one);
      left -= needed;
    }
    if (!part.isEmpty() || frames.isEmpty()) {
      frames.add(FrameCodec.encode(message.apply(part)));
    }
    return new Slices(frames, unsent);
  }
}
