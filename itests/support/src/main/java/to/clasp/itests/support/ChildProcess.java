package to.clasp.itests.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that a test started, with everything it prints. Closing it ends it. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final List<String> command;
  private final Process process;
  private final Thread reader;
  private final StringBuilder output = new StringBuilder();
  private boolean ended;

  private ChildProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.reader = new Thread(this::read, "output of " + command.get(0));
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a program. Its standard input is empty.
   *
   * @param folder where it runs
   * @param environment variables on top of our own
   * @param command the program and its arguments
   * @return the running program
   */
  public static ChildProcess start(
      Path folder, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(List.copyOf(command), process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /**
   * Waits until something was printed.
   *
   * @param wanted looked for in all output so far
   * @param deadline how long to wait
   * @return the first match
   */
  public Matcher awaitOutput(Pattern wanted, Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    synchronized (output) {
      while (true) {
        Matcher matcher = wanted.matcher(output.toString());
        if (matcher.find()) {
          return matcher;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0 || ended) {
          throw new AssertionError(command + " did not print " + wanted + ", but:\n" + output);
        }
        output.wait(millis);
      }
    }
  }

  /**
   * Waits until the program has ended.
   *
   * @param deadline how long to wait
   * @return its exit code
   */
  public int awaitExit(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(command + " still runs after " + deadline + ":\n" + output());
    }
    reader.join(GRACE.toMillis());
    return process.exitValue();
  }

  /**
   * The process.
   *
   * @return its id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * What the program has printed until now, errors included.
   *
   * @return the text
   */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Asks the program to end (SIGTERM), and makes it if it does not listen. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        append(line + "\n");
      }
    } catch (IOException e) {
      append("[output lost: " + e + "]\n");
    }
    synchronized (output) {
      ended = true;
      output.notifyAll();
    }
  }

  private void append(String text) {
    synchronized (output) {
      output.append(text);
      output.notifyAll();
    }
  }
}
