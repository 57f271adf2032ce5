package to.clasp.relay.log;

/** Tells the bundle that logs from the name of the logger. */
final class LogSource {

  /** Put before the names of loggers that stand for the framework's own log. */
  static final String FRAMEWORK_PREFIX = "osgi.";

  private static final String OURS = "to.clasp.";
  private static final String FELIX = "org.apache.felix.";

  private LogSource() {}

  /**
   * The bundle of a logger: clasp-router for everything below {@code to.clasp.router}.
   *
   * @param loggerName name of a logger, usually a class name; may be null
   * @return a short name
   */
  static String of(String loggerName) {
    if (loggerName == null || loggerName.isEmpty()) {
      return "other";
    }
    String name =
        loggerName.startsWith(FRAMEWORK_PREFIX)
            ? loggerName.substring(FRAMEWORK_PREFIX.length())
            : loggerName;
    if (name.startsWith(OURS)) {
      return "clasp-" + packageName(name.substring(OURS.length())).replace('.', '-');
    }
    if (name.startsWith("io.netty.")) {
      return "netty";
    }
    if (name.startsWith(FELIX)) {
      return "felix-" + packageName(name.substring(FELIX.length())).replace('.', '-');
    }
    return name;
  }

  /** The leading segments before "internal" and before the class name. */
  private static String packageName(String name) {
    StringBuilder kept = new StringBuilder();
    for (String segment : name.split("\\.")) {
      if (segment.equals("internal") || Character.isUpperCase(segment.codePointAt(0))) {
        break;
      }
      kept.append(kept.isEmpty() ? "" : ".").append(segment);
    }
    return kept.isEmpty() ? name : kept.toString();
  }
}
