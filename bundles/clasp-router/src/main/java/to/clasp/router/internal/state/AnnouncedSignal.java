package to.clasp.router.internal.state;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.protocol.Result;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalMeta.Range;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.codec.FrameCodec;

/**
 * A signal as it was announced.
 *
 * @param strategy asked for by a parameter of the datatype, as in {@code f32;strategy=max}, or null
 * @param resultBytes what it adds to the size of a RESULT
 * @param tick when it was announced
 */
public record AnnouncedSignal(Signal signal, Strategy strategy, int resultBytes, int tick) {
  private static final String STRATEGY = "strategy=";
  private static final int EMPTY_RESULT = FrameCodec.payloadSize(new Result(List.of()));

  /**
   * Reads a description.
   *
   * @throws ProtocolException if its strategy or its range makes no sense
   */
  static AnnouncedSignal of(Signal signal, int tick) {
    int size = FrameCodec.payloadSize(new Result(List.of(signal))) - EMPTY_RESULT;
    AnnouncedSignal announced = new AnnouncedSignal(signal, strategyOf(signal), size, tick);
    Range range = announced.paramRange();
    if (range != null && !(range.min() <= range.max())) {
      throw invalid(signal, "the range from " + range.min() + " to " + range.max() + " is none");
    }
    return announced;
  }

  private static Strategy strategyOf(Signal signal) {
    String datatype = signal.datatype() == null ? "" : signal.datatype();
    for (int at = datatype.indexOf(';'); at >= 0; at = datatype.indexOf(';', at + 1)) {
      int end = datatype.indexOf(';', at + 1);
      String parameter = datatype.substring(at + 1, end < 0 ? datatype.length() : end).strip();
      if (parameter.toLowerCase(Locale.ROOT).startsWith(STRATEGY)) {
        return named(signal, parameter.substring(STRATEGY.length()));
      }
    }
    return null;
  }

  private static Strategy named(Signal signal, String name) {
    try {
      return Strategy.named(name);
    } catch (IllegalArgumentException e) {
      throw invalid(signal, "the strategy in the datatype " + e.getMessage());
    }
  }

  private static ProtocolException invalid(Signal signal, String text) {
    return new ProtocolException(ErrorCode.INVALID_VALUE, text, signal.address());
  }

  Strategy paramStrategy() {
    return signal.type() == SignalType.PARAM ? strategy : null;
  }

  Range paramRange() {
    return signal.type() == SignalType.PARAM && signal.meta() != null
        ? signal.meta().range()
        : null;
  }

  /** Whether a param has the same rule under this announcement as under another, or under none. */
  boolean hasRuleOf(AnnouncedSignal other) {
    return paramStrategy() == (other == null ? null : other.paramStrategy())
        && Objects.equals(paramRange(), other == null ? null : other.paramRange());
  }
}
