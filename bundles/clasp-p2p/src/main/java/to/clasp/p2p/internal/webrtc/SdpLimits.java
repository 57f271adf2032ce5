package to.clasp.p2p.internal.webrtc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a description says about the size of messages (RFC 8841). */
final class SdpLimits {
  /** The largest message if the description says nothing. */
  static final int WITHOUT_STATEMENT = 65_536;

  /** A channel over which a larger one is sent closes. */
  private static final int LIBRARY = 262_144;

  private static final Pattern SIZE = Pattern.compile("(?m)^a=max-message-size:(\\d{1,18})\\s*$");

  private SdpLimits() {}

  static int maxMessageBytes(String sdp) {
    Matcher size = SIZE.matcher(sdp);
    if (!size.find()) {
      return WITHOUT_STATEMENT;
    }
    long stated = Long.parseLong(size.group(1));
    return stated == 0 ? LIBRARY : (int) Math.min(stated, LIBRARY);
  }
}
