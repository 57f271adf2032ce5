package to.clasp.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** A host that runs Netty 4.1 keeps it for its own bundles when the relay brings Netty 4.2. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class HostNettyCase {
  private static final String USER = "host-netty-user";

  @Inject private BundleContext context;
  @Inject private FeaturesService features;

  @Test
  public void theHostsBundleKeepsItsNettyAfterOurInstallAndARefresh() throws Exception {
    Bundle user = context.installBundle(USER, new ByteArrayInputStream(userBundle()));
    user.start();
    assertHostsNetty("before");

    Relay relay = new Relay(context);
    relay.install(features);
    relay.awaitServing();
    assertHostsNetty("after the install");

    Set<Bundle> all = new HashSet<>(relay.bundles("io.netty.").toList());
    relay.bundles("clasp-").filter(bundle -> !isApi(bundle)).forEach(all::add);
    all.add(user);
    refresh(all);
    assertHostsNetty("after the refresh");
    relay.awaitServing();
  }

  /** The test itself is wired to these: refreshing them would end it. */
  private static boolean isApi(Bundle bundle) {
    return Set.of("clasp-api", "clasp-protocol").contains(bundle.getSymbolicName());
  }

  private void assertHostsNetty(String when) throws Exception {
    ServiceReference<?> reference =
        Waiting.untilPresent(
            "the host's bundle",
            () -> {
              try {
                return context.getServiceReferences(Supplier.class, "(user=netty)").stream()
                    .findFirst();
              } catch (org.osgi.framework.InvalidSyntaxException e) {
                throw new IllegalStateException(e);
              }
            });
    List<?> versions = (List<?>) ((Supplier<?>) context.getService(reference)).get();
    assertEquals(4, versions.size());
    for (Object version : versions) {
      assertTrue(when + ": " + versions, version.toString().startsWith("4.1."));
    }
  }

  private void refresh(Set<Bundle> bundles) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            done.countDown();
          }
        };
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(bundles, listener);
    assertTrue("refreshed", done.await(120, TimeUnit.SECONDS));
  }

  private static byte[] userBundle() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, USER);
    attributes.putValue(Constants.BUNDLE_ACTIVATOR, HostNettyUser.class.getName());
    attributes.putValue(
        Constants.IMPORT_PACKAGE,
        "org.osgi.framework,"
            + "io.netty.buffer;version=\"[4.1,4.2)\","
            + "io.netty.channel;version=\"[4.1,4.2)\","
            + "io.netty.channel.embedded;version=\"[4.1,4.2)\","
            + "io.netty.handler.codec;version=\"[4.1,4.2)\","
            + "io.netty.util;version=\"[4.1,4.2)\"");
    String entry = HostNettyUser.class.getName().replace('.', '/') + ".class";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
        InputStream type = HostNettyCase.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      type.transferTo(jar);
    }
    return bytes.toByteArray();
  }
}
