package to.clasp.mqtt.internal.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.mqtt.MqttConnectPayload;
import to.clasp.mqtt.internal.packet.Reason;
import to.clasp.protocol.ErrorCode;

/** How CONNECT shows a token, and how its refusal is told. */
final class Login {
  private static final int V3_SERVER_UNAVAILABLE = 3;
  private static final int V3_BAD_LOGIN = 4;
  private static final int V3_NOT_AUTHORIZED = 5;

  private Login() {}

  /** The token: the password, or the name of a user without one; null if there is neither. */
  static String token(MqttConnectPayload payload) {
    byte[] password = payload.passwordInBytes();
    if (password != null && password.length > 0) {
      return new String(password, UTF_8);
    }
    String user = payload.userName();
    return user == null || user.isEmpty() ? null : user;
  }

  /** The reason of MQTT 5 for a refusal. */
  static int reason(ErrorCode code) {
    return switch (code) {
      case UNAUTHORIZED -> Reason.BAD_LOGIN;
      case TOKEN_EXPIRED, FORBIDDEN -> Reason.NOT_AUTHORIZED;
      case LIMIT_EXCEEDED -> Reason.QUOTA_EXCEEDED;
      case OVERFLOW -> Reason.SERVER_BUSY;
      default -> Reason.SERVER_UNAVAILABLE;
    };
  }

  /** The return code of MQTT 3 for a reason of MQTT 5. */
  static int returnCode(int reason) {
    return switch (reason) {
      case Reason.SUCCESS -> 0;
      case Reason.UNSUPPORTED_VERSION -> 1;
      case Reason.CLIENT_ID_NOT_VALID -> 2;
      case Reason.BAD_LOGIN -> V3_BAD_LOGIN;
      case Reason.NOT_AUTHORIZED -> V3_NOT_AUTHORIZED;
      default -> V3_SERVER_UNAVAILABLE;
    };
  }
}
