package to.clasp.relay.log;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.Bundle;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/**
 * The OSGi log service, written to slf4j. Declarative Services, Configuration Admin and File
 * Install would print to the standard streams without one. Proxies, because the interfaces have
 * some 30 methods that all do the same.
 */
public final class FrameworkLog {

  private static final int MOST_HELD = 100;

  /** Events of the time before {@link #started()}; null from then on. */
  private List<Runnable> held = new ArrayList<>();

  /**
   * The service to register.
   *
   * @return the log service
   */
  public LogService service() {
    return proxy(LogService.class, this::onService);
  }

  /**
   * Logs what components have said so far, and from now on at once. Whoever starts the relay
   * reports a failed start in one line, and then never calls this.
   */
  public void started() {
    List<Runnable> events;
    synchronized (this) {
      events = held == null ? List.of() : held;
      held = null;
    }
    events.forEach(Runnable::run);
  }

  private void hold(Runnable event) {
    synchronized (this) {
      if (held != null) {
        if (held.size() < MOST_HELD) {
          held.add(event);
        }
        return;
      }
    }
    event.run();
  }

  private Object onService(Object self, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getLogger" -> logger(arguments);
      case "log" -> {
        log(LoggerFactory.getLogger(LogSource.FRAMEWORK_PREFIX + "framework"), arguments);
        yield null;
      }
      default -> ofObject(self, method, arguments);
    };
  }

  private static void log(Logger logger, Object[] arguments) {
    Level level = Level.DEBUG;
    String text = "";
    Throwable failure = null;
    for (Object argument : arguments) {
      if (argument instanceof Integer number) {
        level = level(LogLevel.values()[number].name());
      } else if (argument instanceof String message) {
        text = message;
      } else if (argument instanceof Throwable thrown) {
        failure = thrown;
      }
    }
    logger.atLevel(level).setCause(failure).log(text);
  }

  private Object logger(Object[] arguments) {
    Logger logger = LoggerFactory.getLogger(LogSource.FRAMEWORK_PREFIX + name(arguments));
    return proxy(
        org.osgi.service.log.FormatterLogger.class,
        (self, method, given) -> onLogger(logger, self, method, given));
  }

  /** A component's own class says more than its bundle, which says more than "ROOT". */
  private static String name(Object[] arguments) {
    String name = "framework";
    for (Object argument : arguments) {
      if (argument instanceof Bundle bundle && bundle.getSymbolicName() != null) {
        name = bundle.getSymbolicName();
      } else if (argument instanceof String text && text.startsWith("to.clasp.")) {
        name = text;
      }
    }
    return name;
  }

  private Object onLogger(Logger logger, Object self, Method method, Object[] arguments) {
    String name = method.getName();
    if (name.equals("getName")) {
      return logger.getName();
    }
    if (name.startsWith("is")) {
      return logger.isEnabledForLevel(level(name.substring(2, name.length() - "Enabled".length())));
    }
    if (arguments == null || arguments.length == 0 || !(arguments[0] instanceof String text)) {
      return ofObject(self, method, arguments);
    }
    Object[] rest = new Object[arguments.length - 1];
    System.arraycopy(arguments, 1, rest, 0, rest.length);
    Object[] values = rest.length == 1 && rest[0] instanceof Object[] array ? array : rest;
    var formatted = MessageFormatter.arrayFormat(text, values);
    Level level = level(name);
    if (logger.isEnabledForLevel(level)) {
      hold(
          () ->
              logger.atLevel(level).setCause(formatted.getThrowable()).log(formatted.getMessage()));
    }
    return null;
  }

  private static Level level(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "audit", "error" -> Level.ERROR;
      case "warn" -> Level.WARN;
      case "info" -> Level.INFO;
      case "debug" -> Level.DEBUG;
      default -> Level.TRACE;
    };
  }

  private static Object ofObject(Object self, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> self == arguments[0];
      case "toString" -> "CLASP relay log";
      default -> null;
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FrameworkLog.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
