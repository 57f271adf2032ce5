package to.clasp.transport.quic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import to.clasp.transport.netty.EventLoops;

/** An update of the bundle brings new classes; the old ones have to go. */
class UnloadTest {
  @Test
  void theClassesOfTheBundleGoAfterUse() throws Exception {
    WeakReference<ClassLoader> loader = useInALoaderOfItsOwn();
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (loader.get() != null) {
      assertThat(System.nanoTime()).as("the loader stays").isLessThan(deadline);
      System.gc();
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static WeakReference<ClassLoader> useInALoaderOfItsOwn() throws Exception {
    try (OwnClasses loader = new OwnClasses()) {
      Class<?> use = Class.forName(Use.class.getName(), true, loader);
      assertThat(use.getClassLoader()).isSameAs(loader);
      ((Runnable) use.getDeclaredConstructor().newInstance()).run();
      return new WeakReference<>(loader);
    }
  }

  /** What the bundle is used for. */
  public static final class Use implements Runnable {
    @Override
    public void run() {
      QuicFixture fixture = new QuicFixture(EventLoops.create(1));
      try {
        RepeatedOpenTest.serveOnce(fixture);
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      } finally {
        fixture.close();
      }
    }
  }

  /** Has the classes of this package itself; all others are those of everybody. */
  private static final class OwnClasses extends URLClassLoader {
    private static final String OWN = QuicTransport.class.getPackageName() + ".";

    OwnClasses() {
      super(new URL[] {place(QuicTransport.class), place(UnloadTest.class)});
    }

    private static URL place(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith(OWN)) {
          return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }
  }
}
