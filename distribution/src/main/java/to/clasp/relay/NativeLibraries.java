package to.clasp.relay;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds out which native libraries load on this machine, without starting the relay. */
final class NativeLibraries {

  /** The classes that know, each with a static {@code unavailabilityCause()}. */
  private static final Map<String, String> PROBES =
      new TreeMap<>(
          Map.of(
              "epoll", "io.netty.channel.epoll.Epoll", "quic", "io.netty.handler.codec.quic.Quic"));

  private NativeLibraries() {}

  /**
   * Tries to load each.
   *
   * @param home where the bundles are
   * @param scratch where libraries may be unpacked
   * @return one line per library
   * @throws RelayException if there are no bundles
   */
  static List<String> report(RelayHome home, TemporaryDirectory scratch) throws RelayException {
    System.setProperty("io.netty.native.workdir", scratch.directory().toString());
    URL[] jars = home.bundles().stream().map(NativeLibraries::url).toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      return PROBES.entrySet().stream()
          .map(probe -> probe.getKey() + ": " + ask(loader, probe.getValue()))
          .toList();
    } catch (IOException e) {
      throw new RelayException("cannot read " + home.directory() + ": " + e.getMessage(), e);
    }
  }

  private static String ask(ClassLoader loader, String className) {
    try {
      Class<?> probe = Class.forName(className, true, loader);
      Throwable cause = (Throwable) probe.getMethod("unavailabilityCause").invoke(null);
      return cause == null ? "loaded" : "not available (" + rootText(cause) + ")";
    } catch (ReflectiveOperationException | LinkageError e) {
      return "not available (" + e + ")";
    }
  }

  private static String rootText(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = root.getMessage();
    return text == null ? root.getClass().getSimpleName() : text.lines().findFirst().orElse("");
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
