package to.clasp.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import to.clasp.protocol.Ack;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;

/** The relay and the tool as processes, as an operator uses them. */
class AuthIT {
  @TempDir private Path directory;

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it said
   */
  private record Outcome(int code, String out, String err) {}

  private Path tokens() {
    return directory.resolve("tokens.json");
  }

  private Path runDirectory() {
    return directory.resolve("run");
  }

  private BackgroundRelay start(String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--ws-port", "0"));
    all.addAll(List.of(flags));
    return BackgroundRelay.start(all.toArray(String[]::new));
  }

  private BackgroundRelay startWithTokens() throws IOException {
    return start("--tokens", tokens().toString(), "--run-dir", runDirectory().toString());
  }

  private static ProcessBuilder tool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(BackgroundRelay.builtTree().resolve("bin/clasp").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private Outcome clasp(String... arguments) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        tool(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private String created(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("token", "--file", tokens().toString(), "create"));
    all.addAll(List.of(arguments));
    Outcome outcome = clasp(all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out().trim();
  }

  private static TestClient hello(URI uri, String token) {
    TestClient client = TestClient.connect(uri);
    client.send(new Hello(1, Features.ALL, "device", token));
    return client;
  }

  private static ErrorCode refusal(URI uri, String token) throws InterruptedException {
    ErrorMessage error = hello(uri, token).await(ErrorMessage.class);
    return ErrorCode.of(error.code()).orElseThrow();
  }

  @Test
  void aTokenOfTheFileLetsInAndNothingElseDoes() throws Exception {
    String token = created("-s", "write:/a/**");
    try (BackgroundRelay relay = startWithTokens()) {
      TestClient client = hello(relay.uri(), token);
      client.await(Welcome.class);
      client.send(Set.of("/a/x", Value.of(1)));
      client.await(Ack.class);
      client.send(Set.of("/b/x", Value.of(1)));
      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(301);

      assertThat(refusal(relay.uri(), null)).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(refusal(relay.uri(), token + "0")).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(refusal(relay.uri(), "whatever")).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(relay.errors()).noneMatch(line -> line.contains(token));
      assertThat(relay.errors()).noneMatch(line -> line.contains("without authentication"));
    }
  }

  @Test
  void revocationEndsTheSession() throws Exception {
    String token = created("-s", "read:/**");
    try (BackgroundRelay relay = startWithTokens()) {
      TestClient client = hello(relay.uri(), token);
      client.await(Welcome.class);

      clasp("token", "--file", tokens().toString(), "revoke", token);

      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(300);
      assertThat(client.awaitClose()).isEqualTo(1008);
      assertThat(refusal(relay.uri(), token)).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
  }

  @Test
  void expiryEndsTheSessionAndTheTokenIsRefusedAsExpired() throws Exception {
    try (BackgroundRelay relay = startWithTokens()) {
      URI uri = relay.uri();
      String token = created("-s", "read:/**", "-e", "3s");
      TestClient client = welcomed(uri, token);
      if (client == null) { // the machine is so busy that the token was over before it was shown
        token = created("-s", "read:/**", "-e", "30s");
        client = welcomed(uri, token);
      }
      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(302);
      assertThat(client.awaitClose()).isEqualTo(1008);
      assertThat(refusal(uri, token)).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }
  }

  /** The relay takes a moment to notice a token that was made just now. Null if it is over. */
  private static TestClient welcomed(URI uri, String token) throws Exception {
    long deadline = System.nanoTime() + BackgroundRelay.DEADLINE.toNanos();
    while (System.nanoTime() < deadline) {
      TestClient client = hello(uri, token);
      Message answer = client.await(Message.class);
      if (answer instanceof Welcome) {
        return client;
      }
      if (((ErrorMessage) answer).code() == ErrorCode.TOKEN_EXPIRED.code()) {
        return null;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("the token never became known");
  }

  @Test
  void toolsThatWriteAtTheSameTimeLoseNoToken() throws Exception {
    List<Process> tools = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tools.add(tool("token", "--file", tokens().toString(), "create", "-s", "r:/" + i).start());
    }
    for (Process each : tools) {
      assertThat(each.waitFor(BackgroundRelay.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    String list = clasp("token", "--file", tokens().toString(), "list").out();
    assertThat(list).contains("r:/0", "r:/1", "r:/2", "r:/3", "r:/4", "r:/5");
  }

  @Test
  void aCodeOfThePairCommandGivesADeviceATokenOfItsOwn() throws Exception {
    try (BackgroundRelay relay = startWithTokens()) {
      URI uri = relay.uri();
      Outcome pair = clasp("pair", "-s", "write:/a/**", "--run-dir", runDirectory().toString());
      assertThat(pair.code()).as(pair.err()).isZero();
      assertThat(pair.out().trim()).matches("\\d{6}");

      String code = "pair_" + pair.out().trim();
      String token = hello(uri, code).await(Welcome.class).token();

      assertThat(token).matches("cpsk_[0-9a-f]{32}");
      TestClient client = hello(uri, token);
      client.await(Welcome.class);
      client.send(Set.of("/b", Value.of(1)));
      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(301);
      assertThat(refusal(uri, code)).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(clasp("token", "--file", tokens().toString(), "list").out()).contains("device");
      relay.terminate();
      assertThat(relay.awaitExit()).isZero();
    }
    try (Stream<Path> left = Files.list(runDirectory())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void requiredWithoutASchemeEndsTheStartWithOneLine() throws Exception {
    try (BackgroundRelay relay = start("--auth", "required")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.errors())
          .singleElement()
          .asString()
          .startsWith("clasp-relay: --auth required, but")
          .contains("--tokens");
    }
  }

  @Test
  void aBrokenTokenFileEndsTheStartWithOneLine() throws Exception {
    Files.writeString(tokens(), "{");
    try (BackgroundRelay relay = startWithTokens()) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError()).startsWith("clasp-relay: ").contains(tokens().toString());
    }
  }

  @Test
  void aWrongRuleForANetworkEndsTheStartWithOneLine() throws Exception {
    try (BackgroundRelay relay =
        start("--osc-allow", "10.0.0.0/8=read:/**", "--osc-allow", "10.0.0.0/40=read:/**")) {
      assertThat(relay.awaitExit()).isEqualTo(1);
      assertThat(relay.lastError())
          .startsWith("clasp-relay: to.clasp.auth.network: allow: '10.0.0.0/40=read:/**'");
    }
  }

  @Test
  void flagsConfigureTheSchemesThatCheckSignatures() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef".repeat(4));
    String anchor = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    String[] flags = {"--jwt-secret-file", secret.toString(), "--trust-anchor", anchor};
    try (BackgroundRelay relay = start(flags)) {
      URI uri = relay.uri();
      for (String token : new String[] {"ext_e30.e30.e30", "cap_gA"}) {
        ErrorMessage error = hello(uri, token).await(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(300);
        assertThat(error.message()).doesNotContain("no authentication scheme accepts");
      }
    }
  }

  @Test
  void aTokenSignedWithTheSecretOfTheFlagIsAdmittedForWhatItAllows() throws Exception {
    String key = "0123456789abcdef".repeat(4);
    Path secret = Files.writeString(directory.resolve("secret"), key + "\n");
    try (BackgroundRelay relay = start("--jwt-secret-file", secret.toString())) {
      TestClient client = hello(relay.uri(), jwt(key));
      client.await(Welcome.class);
      client.send(Set.of("/a/x", Value.of(1)));
      client.await(Ack.class);
      client.send(Set.of("/b/x", Value.of(1)));
      assertThat(client.await(ErrorMessage.class).code()).isEqualTo(301);
      assertThat(refusal(relay.uri(), jwt(key + "0"))).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
  }

  private static String jwt(String key) throws Exception {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims =
        "{\"sub\":\"desk\",\"scope\":\"write:/a/**\",\"exp\":%d}"
            .formatted(Instant.now().getEpochSecond() + 600);
    String signed =
        base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(UTF_8))
            + "."
            + base64.encodeToString(claims.getBytes(UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    return "ext_" + signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  /** The second change of the name is of a later look at etc/ than the change before. */
  @Test
  void writingTheFileOfOpenAgainClosesNoPort() throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), directory.resolve("relay"));
    String[] flags = {"--host", "127.0.0.1", "--ws-port", "0"};
    try (BackgroundRelay relay = BackgroundRelay.start(tree, java.util.Map.of(), flags)) {
      URI uri = relay.uri();
      Files.writeString(tree.resolve("etc/to.clasp.auth.open.cfg"), "changed=true\n");
      for (String name : new String[] {"First", "Second"}) {
        Files.writeString(tree.resolve("etc/to.clasp.router.cfg"), "name=" + name + "\n");
        awaitName(uri, name);
      }
      assertThat(relay.errors()).noneMatch(line -> line.contains("port closed"));
    }
  }

  private static void awaitName(URI uri, String name) throws Exception {
    long deadline = System.nanoTime() + BackgroundRelay.DEADLINE.toNanos();
    while (!hello(uri, null).await(Welcome.class).name().equals(name)) {
      assertThat(System.nanoTime()).as("deadline for " + name).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void openLetsEverybodyInWhateverLiesInEtc() throws Exception {
    Path tree = Trees.copy(BackgroundRelay.builtTree(), directory.resolve("relay"));
    Files.delete(tree.resolve("etc/to.clasp.auth.open.cfg"));
    Files.writeString(tree.resolve("etc/to.clasp.auth.cpsk.cfg"), "file=" + tokens() + "\n");
    String[] flags = {"--host", "127.0.0.1", "--ws-port", "0", "--auth", "open"};
    try (BackgroundRelay relay = BackgroundRelay.start(tree, java.util.Map.of(), flags)) {
      TestClient.hello(relay.uri()).await(Welcome.class);
    }
  }
}
