package to.clasp.itests.p2p;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;
import to.clasp.p2p.TurnServer;

/** The TURN server of Debian, with one account. */
final class Coturn implements AutoCloseable {
  static final int PORT = 3478;

  /** The ports that it relays by; none that a client gets by chance. */
  static final String RELAY_PORTS = "20000-20100";

  private static final String NAME = "anna";
  private static final String PASSWORD = "secret";

  private final ChildProcess process;

  private Coturn(ChildProcess process) {
    this.process = process;
  }

  /**
   * Starts one in the network of the test.
   *
   * @param folder where it may leave files
   */
  static Coturn start(Path folder) throws IOException, InterruptedException {
    ForeignPeer.require("turnserver", "apt-get install coturn");
    String[] ports = RELAY_PORTS.split("-");
    List<String> command =
        List.of(
            "turnserver",
            // No configuration file.
            "-n",
            "--verbose",
            "--no-cli",
            "--no-tls",
            "--no-dtls",
            "--listening-ip=" + OwnNetwork.address(),
            "--relay-ip=" + OwnNetwork.address(),
            "--listening-port=" + PORT,
            "--min-port=" + ports[0],
            "--max-port=" + ports[1],
            "--lt-cred-mech",
            "--realm=test",
            "--user=" + NAME + ":" + PASSWORD,
            "--userdb=" + folder.resolve("accounts"),
            "--pidfile=" + folder.resolve("pid"),
            "--log-file=stdout");
    Coturn server = new Coturn(ChildProcess.start(folder, Map.of(), command));
    server.awaitLog("UDP listener opened");
    return server;
  }

  /** Who logs in with the password. */
  TurnServer account() {
    return account(PASSWORD);
  }

  TurnServer account(String password) {
    return new TurnServer("turn:" + OwnNetwork.address() + ":" + PORT, NAME, password);
  }

  void awaitLog(String text) throws InterruptedException {
    process.awaitOutput(Pattern.compile(Pattern.quote(text)), Node.DEADLINE);
  }

  String log() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
  }
}
