package to.clasp.itests.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ForeignPeer;
import to.clasp.itests.support.ProjectFolder;

/** Chromium without a window, with one page. What its console says gets into the test report. */
final class Browser implements AutoCloseable {
  private static final Pattern CONSOLE = Pattern.compile("(?m)^\\[[^]]*:CONSOLE[^]]*] (.*)$");
  private static final Path FOLDER = ProjectFolder.resolve("itests/p2p");
  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final Path profile;
  private final ChildProcess process;

  private Browser(String name, Path profile, ChildProcess process) {
    this.name = name;
    this.profile = profile;
    this.process = process;
  }

  static void require() {
    ForeignPeer.require("chromium", "apt-get install chromium");
  }

  /**
   * Opens a page.
   *
   * @param name name of the file below target/browser that the console is kept in
   */
  static Browser open(String name, String url) throws IOException {
    Path profile = Files.createTempDirectory("clasp-browser");
    List<String> command =
        List.of(
            "chromium",
            "--headless",
            // Root needs that, and only root gets here.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-breakpad",
            "--no-first-run",
            "--user-data-dir=" + profile,
            // Nobody resolves names by mDNS here.
            "--disable-features=WebRtcHideLocalIpsWithMdns",
            "--enable-logging=stderr",
            "--remote-debugging-port=0",
            url);
    Map<String, String> environment =
        Map.of("XDG_CONFIG_HOME", profile.toString(), "XDG_CACHE_HOME", profile.toString());
    return new Browser(name, profile, ChildProcess.start(FOLDER, environment, command));
  }

  /** Waits until the console has said something; gives the first group of the pattern, if any. */
  String awaitConsole(String pattern) throws InterruptedException {
    return find(":CONSOLE[^]]*] \"" + pattern);
  }

  private String find(String pattern) throws InterruptedException {
    MatchResult found = process.awaitOutput(Pattern.compile(pattern), DEADLINE);
    return found.groupCount() == 0 ? "" : found.group(1);
  }

  /** The id of the page's session, as soon as it has one. */
  String awaitSession() throws InterruptedException {
    return awaitConsole("session ([^\"]+)\"");
  }

  /** Closes the page as its user does, so that it has time for a last word. */
  void closePage() throws IOException, InterruptedException {
    String tools = "http://" + find("DevTools listening on ws://([^/]+)/") + "/json";
    Matcher page = Pattern.compile("/devtools/page/(\\w+)\"").matcher(get(tools + "/list"));
    assertThat(page.find()).isTrue();
    get(tools + "/close/" + page.group(1));
  }

  private static String get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE).build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private String console() {
    return CONSOLE
        .matcher(process.output())
        .results()
        .map(line -> "BROWSER " + name + ": " + line.group(1) + "\n")
        .collect(Collectors.joining());
  }

  /** Ends it with all its processes, and removes its profile. */
  @Override
  public void close() {
    List<ProcessHandle> family =
        ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants).toList();
    process.close();
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(Browser::awaitEnd);
    System.out.print(console());
    try {
      Path log = FOLDER.resolve("target/browser").resolve(name + ".log");
      Files.createDirectories(log.getParent());
      Files.writeString(log, console());
      delete(profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
