package to.clasp.itests.p2p;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Bundles that a test makes of one class, as an application would bring them. */
final class TestBundle {
  private TestBundle() {}

  /**
   * The jar.
   *
   * @param activator the class, without classes inside it
   * @param imports the packages it imports, with commas between
   */
  static byte[] of(String name, Class<?> activator, String imports) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Activator", activator.getName());
    main.putValue("Import-Package", "org.osgi.framework," + imports);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String file = activator.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream code = activator.getClassLoader().getResourceAsStream(file)) {
      jar.putNextEntry(new JarEntry(file));
      code.transferTo(jar);
    }
    return bytes.toByteArray();
  }
}
