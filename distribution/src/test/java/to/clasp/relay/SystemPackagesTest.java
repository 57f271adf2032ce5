package to.clasp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A package that is exported in another version than its jar has would wire wrongly. */
class SystemPackagesTest {

  private static final Pattern EXPORT = Pattern.compile("(org[\\w.]+);version=\"([\\w.]+)\"");

  @ParameterizedTest
  @ValueSource(
      classes = {
        org.slf4j.Logger.class,
        org.osgi.service.cm.ConfigurationAdmin.class,
        org.osgi.service.component.ComponentContext.class,
        org.osgi.service.log.LogService.class,
        org.osgi.util.function.Function.class,
        org.osgi.util.promise.Promise.class
      })
  void areExportedInTheVersionsOfTheJars(Class<?> inJar) throws IOException {
    // uses:= may stand before version=; it is no part of the identity
    String exports = exports(inJar).replaceAll(";uses:=\"[^\"]*\"", "");
    Matcher export = EXPORT.matcher(exports);
    int found = 0;
    while (export.find()) {
      assertThat(RelayFramework.SYSTEM_PACKAGES).contains(export.group());
      found++;
    }
    assertThat(found).isPositive();
  }

  private static String exports(Class<?> inJar) throws IOException {
    URL file = inJar.getResource("/" + inJar.getName().replace('.', '/') + ".class");
    URL manifest = new URL("jar:" + jar(file) + "!/META-INF/MANIFEST.MF");
    try (InputStream in = manifest.openStream()) {
      return new Manifest(in).getMainAttributes().getValue("Export-Package");
    }
  }

  private static URL jar(URL classFile) throws IOException {
    return ((JarURLConnection) classFile.openConnection()).getJarFileURL();
  }
}
