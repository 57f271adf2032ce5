package to.clasp.relay;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. A flag that was not given is null, so that the configuration file decides. */
@Command(
    name = "clasp-relay",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Relays CLASP messages between clients. Flags win over the files in etc/.",
    footer = {
      "",
      "Environment: CLASP_LOG=off|error|warn|info|debug|trace, LOG_FORMAT=json, JAVA_HOME, JAVA_OPTS."
    })
final class RelayOptions {

  /** Flags of the relay's full command line whose parts are not built yet. */
  private static final List<String> NOT_YET = List.of("--rendezvous-ttl");

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      description = "Address every listener binds to (default: 0.0.0.0, every address).")
  String host;

  @Option(
      names = {"-p", "--ws-port", "--port"},
      paramLabel = "N",
      description = "WebSocket TCP port; 0 takes a free one (default: 7330).")
  Integer wsPort;

  @Option(
      names = "--tcp-port",
      paramLabel = "N",
      description = "TCP port for frames behind their length; 0 takes a free one (default: none).")
  Integer tcpPort;

  @Option(
      names = "--udp-port",
      paramLabel = "N",
      description = "UDP port for a frame in each datagram; 0 takes a free one (default: none).")
  Integer udpPort;

  @Option(
      names = "--quic-port",
      paramLabel = "N",
      description =
          "QUIC UDP port; 0 takes a free one (default: no QUIC). Needs --cert and --key, or"
              + " --self-signed.")
  Integer quicPort;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name told to clients (default: CLASP Relay).")
  String name;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log at level debug, failures with their stack traces.")
  boolean verbose;

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      description = "Sessions at the same time; 0 is unlimited (default: 1000).")
  Integer maxSessions;

  @Option(
      names = "--session-timeout",
      paramLabel = "SECONDS",
      description = "Silence after which a session ends; 0 is never (default: 300).")
  Integer sessionTimeout;

  @Option(
      names = "--param-ttl",
      paramLabel = "SECONDS",
      description =
          "Seconds without a write after which a param that nobody needs is removed; 0 is never"
              + " (default: 3600).")
  Integer paramTtl;

  @Option(
      names = "--signal-ttl",
      paramLabel = "SECONDS",
      description =
          "Seconds after which an announced signal is forgotten unless it is announced again; 0 is"
              + " never (default: 3600).")
  Integer signalTtl;

  @Option(
      names = "--no-ttl",
      description = "Params and announced signals stay, and there is no limit to their number.")
  boolean noTtl;

  @Option(
      names = "--allowed-origins",
      paramLabel = "LIST",
      description =
          "Origins whose web pages may connect, separated by commas, such as https://example.org"
              + " (default: *, any).")
  String allowedOrigins;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      description =
          "Seconds within which the relay ends when it is asked to; clients have that time to take"
              + " what is on its way to them (default: 5).")
  Integer drainTimeout;

  @Option(names = "--no-websocket", description = "No WebSocket listener.")
  boolean noWebsocket;

  @Mixin final TlsFlags tls = new TlsFlags();

  @Mixin final AuthFlags auth = new AuthFlags();

  @Mixin final MqttFlags mqtt = new MqttFlags();

  @Mixin final OscFlags osc = new OscFlags();

  @Option(
      names = "--rendezvous-port",
      paramLabel = "N",
      description = "Only 0 (off): the rendezvous server is not there yet.")
  Integer rendezvousPort;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version, commit, Java and native libraries, and exit.")
  boolean version;

  private RelayOptions() {}

  /**
   * Reads a command line.
   *
   * @param arguments the arguments of the process
   * @return the flags
   * @throws ParameterException with a text for people, when the command line cannot be used
   */
  static RelayOptions parse(String... arguments) {
    RelayOptions options = new RelayOptions();
    CommandLine line = commandLine(options);
    CommandLine.ParseResult result = line.parseArgs(arguments);
    Set<String> given = new LinkedHashSet<>();
    result.matchedOptions().forEach(option -> given.add(option.longestName()));
    given.retainAll(NOT_YET);
    if (!given.isEmpty()) {
      options.fail(String.join(", ", given) + ": not there yet in this version");
    }
    options.check();
    return options;
  }

  /**
   * Prints the help text.
   *
   * @param out where to
   */
  static void printHelp(PrintWriter out) {
    commandLine(new RelayOptions()).usage(out);
    out.flush();
  }

  private static CommandLine commandLine(RelayOptions options) {
    CommandLine line = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    for (String flag : NOT_YET) {
      line.getCommandSpec()
          .addOption(
              OptionSpec.builder(flag).arity("0..1").type(String.class).hidden(true).build());
    }
    return line;
  }

  private void check() {
    range("--ws-port", wsPort, 0, 65_535);
    range("--tcp-port", tcpPort, 0, 65_535);
    range("--udp-port", udpPort, 0, 65_535);
    range("--quic-port", quicPort, 0, 65_535);
    range("--max-sessions", maxSessions, 0, Integer.MAX_VALUE);
    range("--session-timeout", sessionTimeout, 0, Integer.MAX_VALUE);
    range("--param-ttl", paramTtl, 0, Integer.MAX_VALUE);
    range("--signal-ttl", signalTtl, 0, Integer.MAX_VALUE);
    range("--drain-timeout", drainTimeout, 1, 3600);
    if (rendezvousPort != null && rendezvousPort != 0) {
      fail("--rendezvous-port " + rendezvousPort + ": the rendezvous server is not there yet");
    }
    if (auth.wrong() != null) {
      fail(auth.wrong());
    }
    if (mqtt.wrong() != null) {
      fail(mqtt.wrong());
    }
    if (osc.wrong() != null) {
      fail(osc.wrong());
    }
    if (host != null && host.isBlank()) {
      fail("--host: an address is needed");
    }
    if (noWebsocket && wsPort != null) {
      fail("--ws-port and --no-websocket exclude each other");
    }
    if (tls.wrong() != null) {
      fail(tls.wrong());
    }
    if (noWebsocket && allowedOrigins != null) {
      fail("--allowed-origins and --no-websocket exclude each other");
    }
    if (noTtl && (paramTtl != null || signalTtl != null)) {
      fail("--no-ttl excludes --param-ttl and --signal-ttl");
    }
  }

  private void range(String flag, Integer value, int least, int most) {
    if (value == null || (value >= least && value <= most)) {
      return;
    }
    String upTo = most == Integer.MAX_VALUE ? " or more" : " to " + most;
    fail(flag + " " + value + ": must be " + least + upTo);
  }

  private void fail(String text) {
    throw new ParameterException(spec.commandLine(), text);
  }
}
