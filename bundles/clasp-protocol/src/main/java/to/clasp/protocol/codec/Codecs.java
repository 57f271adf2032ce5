package to.clasp.protocol.codec;

import java.util.HashMap;
import java.util.Map;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Result;
import to.clasp.protocol.Set;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Welcome;

/** Finds the codec of a message, by its class or by its first byte. */
final class Codecs {
  private static final SetCodec SET = new SetCodec();
  private static final PublishCodec PUBLISH = new PublishCodec();
  private static final AckCodec ACK = new AckCodec();
  private static final SnapshotCodec SNAPSHOT = new SnapshotCodec();
  private static final BundleCodec BUNDLE = new BundleCodec();
  private static final GetCodec GET = new GetCodec();
  private static final SubscribeCodec SUBSCRIBE = new SubscribeCodec();
  private static final UnsubscribeCodec UNSUBSCRIBE = new UnsubscribeCodec();
  private static final ErrorCodec ERROR = new ErrorCodec();
  private static final PingCodec PING = new PingCodec();
  private static final PongCodec PONG = new PongCodec();
  private static final SyncCodec SYNC = new SyncCodec();
  private static final HelloCodec HELLO = new HelloCodec();
  private static final WelcomeCodec WELCOME = new WelcomeCodec();
  private static final AnnounceCodec ANNOUNCE = new AnnounceCodec();
  private static final QueryCodec QUERY = new QueryCodec();
  private static final ResultCodec RESULT = new ResultCodec();

  private static final int FEDERATION_SYNC = 0x04;
  private static final int REPLAY = 0x24;
  private static final MessageCodec<?>[] BY_TYPE = new MessageCodec<?>[256];
  private static final Map<String, MessageCodec<?>> BY_NAME = new HashMap<>();

  static {
    MessageCodec<?>[] all = {
      HELLO,
      WELCOME,
      ANNOUNCE,
      SUBSCRIBE,
      UNSUBSCRIBE,
      PUBLISH,
      SET,
      GET,
      SNAPSHOT,
      BUNDLE,
      SYNC,
      PING,
      PONG,
      ACK,
      ERROR,
      QUERY,
      RESULT
    };
    for (MessageCodec<?> codec : all) {
      BY_TYPE[codec.type()] = codec;
      BY_NAME.put(codec.name(), codec);
    }
  }

  private Codecs() {}

  /** The size of a message without its type byte. */
  static int size(Message message) {
    // Most messages are SETs; a call with a known target is the fastest.
    return message instanceof Set set ? SET.size(set) : codecOf(message).size(message);
  }

  /** Writes type byte and fields. */
  static void write(Message message, Writer out) {
    if (message instanceof Set set) {
      out.u8(SET.type());
      SET.write(set, out);
      return;
    }
    MessageCodec<Message> codec = codecOf(message);
    out.u8(codec.type());
    codec.write(message, out);
  }

  static Qos qos(Message message) {
    return message instanceof Set set ? SET.qos(set) : codecOf(message).qos(message);
  }

  static String name(Message message) {
    return codecOf(message).name();
  }

  static String address(Message message) {
    return codecOf(message).address(message);
  }

  /** Reads type byte and fields. */
  static Message read(Reader in) {
    int type = in.u8("type");
    if (type == SET.type()) {
      in.message(SET.name());
      return SET.read(in);
    }
    MessageCodec<?> codec = BY_TYPE[type];
    if (codec == null) {
      throw unknownType(type, in);
    }
    in.message(codec.name());
    return codec.read(in);
  }

  /** Reads the legacy encoding. */
  static Message read(LegacyFields fields) {
    MessageCodec<?> codec = BY_NAME.get(fields.string("type"));
    if (codec == null) {
      throw fields.error("type", "is unknown or not supported");
    }
    fields.message(codec.name());
    return codec.read(fields);
  }

  private static RuntimeException unknownType(int type, Reader in) {
    return switch (type) {
      case REPLAY -> in.error("type", "REPLAY is not supported");
      case FEDERATION_SYNC -> in.error("type", "FEDERATION_SYNC is not supported");
      default -> in.error("type", "0x" + Integer.toHexString(type) + " is unknown");
    };
  }

  @SuppressWarnings("unchecked") // Each branch returns the codec of the class it has tested.
  private static MessageCodec<Message> codecOf(Message message) {
    return (MessageCodec<Message>) (MessageCodec<?>) select(message);
  }

  private static MessageCodec<?> select(Message message) {
    if (message instanceof Publish) {
      return PUBLISH;
    } else if (message instanceof Set) {
      return SET;
    } else if (message instanceof Ack) {
      return ACK;
    } else if (message instanceof Snapshot) {
      return SNAPSHOT;
    } else if (message instanceof Ping) {
      return PING;
    } else if (message instanceof Pong) {
      return PONG;
    } else if (message instanceof Bundle) {
      return BUNDLE;
    } else if (message instanceof Get) {
      return GET;
    } else if (message instanceof Subscribe) {
      return SUBSCRIBE;
    } else if (message instanceof Unsubscribe) {
      return UNSUBSCRIBE;
    } else if (message instanceof Sync) {
      return SYNC;
    }
    return selectRare(message);
  }

  private static MessageCodec<?> selectRare(Message message) {
    if (message instanceof ErrorMessage) {
      return ERROR;
    } else if (message instanceof Hello) {
      return HELLO;
    } else if (message instanceof Welcome) {
      return WELCOME;
    } else if (message instanceof Announce) {
      return ANNOUNCE;
    } else if (message instanceof Query) {
      return QUERY;
    } else if (message instanceof Result) {
      return RESULT;
    }
    throw new IllegalArgumentException("message without codec: " + message);
  }
}
