package to.clasp.router;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import to.clasp.protocol.Value;

/**
 * One param.
 *
 * @param address its address
 * @param value its value
 * @param revision its revision, unsigned; 1 for the first value
 * @param writer id of the session that wrote the value
 * @param written when the value was written, by the router's clock
 * @param lockHolder id of the session that holds its lock
 */
public record ParamStatus(
    String address,
    Value value,
    long revision,
    String writer,
    Instant written,
    Optional<String> lockHolder) {
  /** Checks for null. */
  public ParamStatus {
    requireNonNull(address, "address");
    requireNonNull(value, "value");
    requireNonNull(writer, "writer");
    requireNonNull(written, "written");
    requireNonNull(lockHolder, "lockHolder");
  }
}
