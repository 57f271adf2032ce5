package to.clasp.itests.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;
import to.clasp.itests.support.NetworkNamespace;

/** Avahi on a host: the daemon, its own message bus, and its tools. They end with the host. */
final class Avahi {
  private static final String INSTALL =
      "apt-get install --no-install-recommends avahi-daemon avahi-utils dbus";
  private static final Pattern STARTED = Pattern.compile("Server startup complete");
  private static final Pattern ADDRESS = Pattern.compile("unix:path=.*");

  private final NetworkNamespace network;
  private final Path folder;
  private final String bus;

  /**
   * Starts the daemon.
   *
   * @param network the host; its interfaces are there already
   * @param folder for the files of the daemon; its path is short enough for a socket
   */
  Avahi(NetworkNamespace network, Path folder) throws IOException, InterruptedException {
    require();
    this.network = network;
    this.folder = folder;
    Path socket = folder.resolve("bus");
    this.bus = "unix:path=" + socket;
    write("avahi.conf", resource("avahi.conf"));
    write("bus.conf", resource("bus.conf").replace("@SOCKET@", socket.toString()));
    start("dbus-daemon", "--config-file=bus.conf", "--nofork", "--nopidfile", "--print-address=1")
        .awaitOutput(ADDRESS, Host.DEADLINE);
    // A /run of its own, since the daemon keeps socket and process id of the machine there.
    start(
            "sh",
            "-c",
            "mount -t tmpfs none /run && mkdir /run/avahi-daemon"
                + " && exec avahi-daemon -f avahi.conf --no-drop-root --no-chroot --no-rlimits")
        .awaitOutput(STARTED, Host.DEADLINE);
  }

  static void require() {
    ForeignPeer.require("avahi-daemon", INSTALL);
    ForeignPeer.require("avahi-browse", INSTALL);
    ForeignPeer.require("dbus-daemon", INSTALL);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Avahi.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private ChildProcess start(String... command) {
    return network.start(folder, Map.of("DBUS_SYSTEM_BUS_ADDRESS", bus), List.of(command));
  }

  /** Prints a line for each service that comes (+), is resolved (=) or goes (-). */
  ChildProcess browse() {
    return browse("_clasp._tcp");
  }

  /** The same for services of another type. */
  ChildProcess browse(String type) {
    return start("avahi-browse", "--resolve", "--parsable", type);
  }

  /** Announces a service until it is closed. */
  ChildProcess publish(String name, int port, String... text) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("avahi-publish", "-s", name, "_clasp._tcp", String.valueOf(port)));
    command.addAll(List.of(text));
    ChildProcess published = start(command.toArray(String[]::new));
    published.awaitOutput(Pattern.compile("Established under name"), Host.DEADLINE);
    return published;
  }

  /** The addresses of a host by one version of IP. */
  String resolve(String host, String version) throws InterruptedException {
    return network.run(
        "env", "DBUS_SYSTEM_BUS_ADDRESS=" + bus, "avahi-resolve", version, "-n", host);
  }
}
