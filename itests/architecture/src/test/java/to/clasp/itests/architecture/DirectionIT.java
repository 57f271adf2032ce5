package to.clasp.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import what. Bundles that do not exist yet are named here before they are written. */
class DirectionIT {
  /** Anyone may import these, except that the first one imports nothing. */
  private static final Set<String> CORE = Set.of("clasp-protocol", "clasp-api");

  /** Bundles on which others stand because of the packages that they export. */
  private static final Set<String> SHARED =
      Set.of("clasp-http", "clasp-client", "clasp-rendezvous", "clasp-discovery", "clasp-p2p");

  /** Edges that open network ports of their own. */
  private static final Set<String> NETWORK_EDGES =
      Set.of("clasp-http", "clasp-mqtt", "clasp-osc", "clasp-discovery");

  /** Bundles of classes that others wrote. */
  private static final Set<String> FOREIGN = Set.of("clasp-netty", "clasp-webrtc");

  private static final String NETTY = "clasp-transport-netty";

  private static Map<String, BuiltBundle> bundles;
  private static JavaClasses classes;

  @BeforeAll
  static void readWhatWasBuilt() throws IOException {
    bundles =
        BuiltBundle.all().stream()
            .filter(bundle -> !FOREIGN.contains(bundle.name()))
            .collect(Collectors.toMap(BuiltBundle::name, Function.identity()));
    classes = new ClassFileImporter().importUrls(urls());
    assertThat(classes).hasSizeGreaterThan(50);
  }

  @Test
  void theProtocolDependsOnTheJavaPlatformAlone() {
    classes()
        .that(are("in clasp-protocol", "clasp-protocol"::equals))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("to.clasp.protocol..", "java..", "org.osgi.annotation..")
        .check(classes);
  }

  @Test
  void theApiDependsOnTheProtocolAlone() {
    classes()
        .that(are("in clasp-api", "clasp-api"::equals))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are its own, the protocol's or the Java platform's",
                type ->
                    CORE.contains(bundleOf(type))
                        || type.getPackageName().startsWith("java.")
                        || type.getPackageName().startsWith("org.osgi.annotation.")
                        || type.getBaseComponentType().isPrimitive()))
        .check(classes);
  }

  @Test
  void bundlesImportOnlyWhatTheyMay() {
    classes().should(importOnlyWhatTheyMay()).check(classes);
  }

  @Test
  void onlyTransportsAndNetworkEdgesKnowNetty() {
    noClasses()
        .that(are("not in a network bundle", name -> !mayUseNetty(name)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(classes);
  }

  /** A bundle that registers a route or uses a client must run beside any Netty. */
  @Test
  void exportedPackagesShowNoNettyExceptToTransports() {
    noClasses()
        .that(
            describe(
                "are exported by another bundle than " + NETTY,
                type -> {
                  String bundle = bundleOf(type);
                  return bundles.containsKey(bundle)
                      && !bundle.equals(NETTY)
                      && bundles.get(bundle).exports().contains(type.getPackageName());
                }))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(classes);
  }

  /** A wrong call there takes the process down. */
  @Test
  void onlyOnePackageKnowsWebRtc() {
    noClasses()
        .that()
        .resideOutsideOfPackage("to.clasp.p2p.internal.webrtc")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.onvoid..")
        .check(classes);
  }

  @Test
  void internalPackagesAreUsedInTheirBundleAlone() {
    classes().should(keepOutOfForeignInternals()).check(classes);
  }

  private static List<URL> urls() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (BuiltBundle bundle : bundles.values()) {
      urls.add(new URL("jar:" + bundle.jar().toUri() + "!/"));
    }
    return urls;
  }

  private static boolean mayUseNetty(String name) {
    return name.startsWith("clasp-transport-") && !name.equals("clasp-transport-jdk")
        || NETWORK_EDGES.contains(name);
  }

  private static boolean mayImport(String from, String to) {
    if (from.equals(to) || CORE.contains(to)) {
      return true;
    }
    return to.equals(NETTY) ? mayUseNetty(from) : SHARED.contains(to);
  }

  private static ArchCondition<JavaClass> importOnlyWhatTheyMay() {
    return eachDependency(
        "import only exported packages of bundles they may know",
        (from, dependency) -> {
          JavaClass target = dependency.getTargetClass();
          String to = bundleOf(target);
          return mayImport(from, to)
              && (from.equals(to) || bundles.get(to).exports().contains(target.getPackageName()));
        });
  }

  private static ArchCondition<JavaClass> keepOutOfForeignInternals() {
    return eachDependency(
        "keep out of internal packages of other bundles",
        (from, dependency) -> {
          JavaClass target = dependency.getTargetClass();
          return from.equals(bundleOf(target)) || !target.getPackageName().contains(".internal");
        });
  }

  private interface Allowed {
    boolean test(String fromBundle, Dependency dependency);
  }

  /** Looks at dependencies between classes of ours. */
  private static ArchCondition<JavaClass> eachDependency(String text, Allowed allowed) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          boolean ours = bundles.containsKey(bundleOf(dependency.getTargetClass()));
          if (ours && !allowed.test(bundleOf(type), dependency)) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static DescribedPredicate<JavaClass> are(String text, Predicate<String> bundle) {
    return describe(text, type -> bundle.test(bundleOf(type)));
  }

  /** The bundle whose jar a class was read from, or an empty text for a class of others. */
  private static String bundleOf(JavaClass type) {
    String uri =
        type.getBaseComponentType()
            .getSource()
            .map(source -> source.getUri().toString())
            .orElse("");
    return bundles.values().stream()
        .filter(bundle -> uri.contains(bundle.jar().toString()))
        .map(BuiltBundle::name)
        .findFirst()
        .orElse("");
  }
}
