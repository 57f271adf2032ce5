package to.clasp.itests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import to.clasp.itests.support.ProjectFolder;

/**
 * A folder of bundles/ and the jar that was built of it.
 *
 * @param folder the folder
 * @param jar the jar
 * @param manifest its manifest
 */
record BuiltBundle(Path folder, Path jar, Attributes manifest) {
  private static final Pattern COMMA_OUTSIDE_QUOTES =
      Pattern.compile(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)");

  static List<BuiltBundle> all() {
    try (Stream<Path> folders = Files.list(ProjectFolder.resolve("bundles"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .map(BuiltBundle::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BuiltBundle of(Path folder) {
    Path jar = jar(folder);
    try (JarFile file = new JarFile(jar.toFile())) {
      return new BuiltBundle(folder, jar, file.getManifest().getMainAttributes());
    } catch (IOException e) {
      throw new UncheckedIOException(jar.toString(), e);
    }
  }

  private static Path jar(Path folder) {
    String name = folder.getFileName().toString();
    Pattern wanted = Pattern.compile(Pattern.quote(name) + "-\\d[^-]*(-SNAPSHOT)?\\.jar");
    try (Stream<Path> files = Files.list(folder.resolve("target"))) {
      return files
          .filter(file -> wanted.matcher(file.getFileName().toString()).matches())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no jar was built of " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  String symbolicName() {
    return manifest.getValue("Bundle-SymbolicName");
  }

  /** The packages in the manifest's Export-Package. */
  Set<String> exports() {
    return exportClauses().stream()
        .map(clause -> clause.split(";", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What it exports of our own packages. */
  Set<String> ownExports() {
    return exports().stream()
        .filter(name -> name.startsWith("to.clasp."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages in the manifest's Export-Package with their attributes and directives. */
  List<String> exportClauses() {
    String header = manifest.getValue("Export-Package");
    return header == null ? List.of() : List.of(COMMA_OUTSIDE_QUOTES.split(header));
  }

  /** The packages whose package-info.java carries all the given annotations. */
  Set<String> packagesMarked(String... annotations) {
    Path sources = folder.resolve("src/main/java");
    try (Stream<Path> files = Files.exists(sources) ? Files.walk(sources) : Stream.empty()) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .filter(file -> Arrays.stream(annotations).allMatch(read(file)::contains))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pom() {
    return read(folder.resolve("pom.xml"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
