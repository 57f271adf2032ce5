package to.clasp.router.internal.insight;

import java.util.List;
import java.util.Locale;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Message;

/** The types of messages, numbered from 0, with their names on the wire. */
public final class MessageNames {
  private static final List<Class<?>> TYPES = List.of(Message.class.getPermittedSubclasses());
  private static final List<String> NAMES = TYPES.stream().map(MessageNames::name).toList();

  private MessageNames() {}

  private static String name(Class<?> type) {
    return type == ErrorMessage.class ? "ERROR" : type.getSimpleName().toUpperCase(Locale.ROOT);
  }

  static int count() {
    return TYPES.size();
  }

  static String name(int number) {
    return NAMES.get(number);
  }

  /** The number of a type. */
  public static int numberOf(Class<? extends Message> type) {
    return TYPES.indexOf(type);
  }
}
