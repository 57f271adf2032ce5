package to.clasp.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Bundles that misbehave, to be put in a tree. */
final class TestBundle {

  private TestBundle() {}

  /** Never stops. */
  public static final class Hanging implements BundleActivator {
    /** For the framework. */
    public Hanging() {}

    @Override
    public void start(BundleContext context) {}

    @Override
    public void stop(BundleContext context) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  /** Adds a bundle to a tree; the activator may be null, the import empty. */
  static void add(Path tree, String name, Class<?> activator, String imports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Import-Package", "org.osgi.framework" + imports);
    if (activator != null) {
      main.putValue("Bundle-Activator", activator.getName());
    }
    Path jar = tree.resolve("bundles").resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      if (activator != null) {
        String file = activator.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(file));
        try (InputStream in = activator.getResourceAsStream("/" + file)) {
          in.transferTo(out);
        }
      }
    }
  }
}
