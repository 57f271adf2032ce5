package to.clasp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.client.ClaspClient;
import to.clasp.itests.support.ChildProcess;
import to.clasp.itests.support.ProjectFolder;
import to.clasp.itests.support.Relay;

/** Each program in a JVM of its own, which must end by itself. */
class ExamplesIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Relay relay;

  @BeforeEach
  void start() throws Exception {
    relay = Relay.start();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private static ChildProcess run(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    return ChildProcess.start(ProjectFolder.resolve("."), Map.of(), command);
  }

  private static void awaitLine(ChildProcess program, String text) throws InterruptedException {
    program.awaitOutput(Pattern.compile("(?m)^" + Pattern.quote(text)), DEADLINE);
  }

  private static void assertEnds(ChildProcess program) throws InterruptedException {
    int exitCode = program.awaitExit(DEADLINE);
    assertThat(exitCode).as(program.output()).isZero();
  }

  @Test
  void threeLinesPrintWhatTheyHaveWritten() throws Exception {
    String shortForm = "ws://localhost:" + relay.uri().getPort();
    for (String endpoint : List.of(relay.uri().toString(), shortForm)) {
      try (ChildProcess program = run(ThreeLines.class, endpoint)) {
        assertEnds(program);
        assertThat(program.output()).isEqualTo("0.5\n");
      }
    }
  }

  @Test
  void theReadmeShowsTheThreeLinesThatAreTested() throws Exception {
    String source = "itests/examples/src/main/java/to/clasp/examples/ThreeLines.java";
    String program = Files.readString(ProjectFolder.resolve(source));
    int begin = program.indexOf("    try (");
    String lines = program.substring(begin, program.indexOf("    }\n", begin) + 6);
    assertThat(Files.readString(ProjectFolder.resolve("bundles/clasp-client/README.md")))
        .contains(
            lines.replaceAll("(?m)^ {4}", "").replace("(arguments)", "(\"ws://localhost:7330\")"));
  }

  @Test
  void theLightFixtureGoesToTheOtherRelayAndEndsWhenItIsTold() throws Exception {
    try (Relay spare = Relay.start();
        ChildProcess program =
            run(LightFixture.class, relay.uri().toString(), spare.uri().toString())) {
      awaitLine(program, "ready at " + relay.uri());
      try (ClaspClient desk = ClaspClient.connect(relay.uri().toString())) {
        desk.set("/lights/1/brightness", 0.25).join();
        awaitLine(program, "brightness 25 %");
        assertThat(desk.query("/lights/**").join()).hasSize(1);
      }
      relay.close();
      awaitLine(program, "on its own: ");
      awaitLine(program, "back at " + spare.uri());
      try (ClaspClient desk = ClaspClient.connect(spare.uri().toString())) {
        desk.set("/lights/1/brightness", 1).join();
        awaitLine(program, "brightness 100 %");
        assertThat(desk.query("/lights/**").join()).hasSize(1);
        desk.emit("/lights/1/off", null).join();
      }
      assertEnds(program);
      // The callback for the end of the connection may print behind it.
      assertThat(program.output().lines()).contains("off");
    }
  }

  @Test
  void theMonitorPrintsAsMuchAsItWasAskedFor() throws Exception {
    try (ClaspClient desk = ClaspClient.connect(relay.uri().toString())) {
      desk.set("/lights/1", 0).join();
      try (ChildProcess program = run(Monitor.class, relay.uri().toString(), "/lights/**", "3")) {
        awaitLine(program, "PARAM /lights/1 = 0");
        desk.emit("/lights/go", "now");
        desk.set("/lights/1", 1);
        desk.set("/lights/1", 2).join();
        assertEnds(program);
        assertThat(program.output())
            .isEqualTo("PARAM /lights/1 = 0\nEVENT /lights/go = now\nPARAM /lights/1 = 1\n");
      }
    }
  }
}
