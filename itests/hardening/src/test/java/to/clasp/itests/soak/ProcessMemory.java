package to.clasp.itests.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory the relay uses, seen from outside. */
final class ProcessMemory {
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private final long pid;

  ProcessMemory(long pid) {
    this.pid = pid;
  }

  /** In KiB; 0 where it cannot be found out. */
  long rss() {
    try {
      Matcher match = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return match.find() ? Long.parseLong(match.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** What is in the heap, garbage included, in KiB; 0 where it cannot be found out. */
  long heap() throws InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_info")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes());
      process.waitFor(10, TimeUnit.SECONDS);
      return USED.matcher(text).results().mapToLong(m -> Long.parseLong(m.group(1))).sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
