package to.clasp.itests.p2p;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A bundle in Karaf that runs what it is told as a user's command, one for each connection to its
 * port, and returns what that prints. It uses none of the bundles that are changed, and is there at
 * once, where Karaf's own client takes seconds for each command.
 */
public final class KarafConsole implements BundleActivator, Runnable {
  static final int PORT = 7399;

  private BundleContext context;
  private ServerSocket server;

  static byte[] jar() throws IOException {
    return TestBundle.of("karaf-console", KarafConsole.class, "org.apache.karaf.shell.api.console");
  }

  /** Has Karaf run a command. */
  static String run(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
      socket.getOutputStream().write((command + "\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Override
  public void start(BundleContext own) throws IOException {
    context = own;
    server = new ServerSocket(PORT, 10, InetAddress.getLoopbackAddress());
    new Thread(this, "console").start();
  }

  @Override
  public void stop(BundleContext own) throws IOException {
    server.close();
  }

  @Override
  public void run() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          PrintStream out = new PrintStream(socket.getOutputStream(), true, UTF_8)) {
        execute(
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine(),
            out);
      } catch (IOException closed) {
        // The tester has gone, or the bundle ends.
        continue;
      }
    }
  }

  private void execute(String command, PrintStream out) {
    try {
      ServiceReference<SessionFactory> shell = context.getServiceReference(SessionFactory.class);
      Session session = context.getService(shell).create(InputStream.nullInputStream(), out, out);
      Object result = session.execute(command);
      if (result != null) {
        out.println(result);
      }
      session.close();
      out.println("done");
    } catch (Exception e) {
      e.printStackTrace(out);
    }
  }
}
