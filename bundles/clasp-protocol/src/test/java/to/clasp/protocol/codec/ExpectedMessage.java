package to.clasp.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Announce;
import to.clasp.protocol.Bundle;
import to.clasp.protocol.ErrorMessage;
import to.clasp.protocol.Features;
import to.clasp.protocol.Get;
import to.clasp.protocol.Hello;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Result;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalMeta;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Snapshot;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Sync;
import to.clasp.protocol.Ttl;
import to.clasp.protocol.Unsubscribe;
import to.clasp.protocol.Value;
import to.clasp.protocol.Welcome;

/**
 * Builds the message that a vector describes in JSON, without any code of the codec. What the
 * encoding of the vector cannot carry is left out as the protocol says (2.4, 3.2).
 */
final class ExpectedMessage {
  private static final Pattern RUST_NUMBER = Pattern.compile("\\b(Int|Float)\\(([^)]*)\\)");

  private final boolean legacy;

  /** The JavaScript encoder leaves empty optional strings out. */
  private final boolean emptyIsAbsent;

  /** The legacy encoder of the reference writes bytes as a list of integers. */
  private final boolean bytesAreIntegers;

  /**
   * The numbers as the reference has read them. Where the JSON is only the JavaScript view of the
   * bytes, it does not tell integers from floats and is not exact.
   */
  private final Queue<MatchResult> rustNumbers;

  private ExpectedMessage(Vector vector) {
    legacy = vector.encoder().contains("msgpack");
    emptyIsAbsent = vector.encoder().equals("js");
    bytesAreIntegers = legacy && vector.encoder().startsWith("rust");
    rustNumbers = new ArrayDeque<>(RUST_NUMBER.matcher(vector.rustDecoded()).results().toList());
  }

  static Message of(Vector vector, JsonNode json) {
    return new ExpectedMessage(vector).message(json);
  }

  private Message message(JsonNode json) {
    return switch (json.get("type").asText()) {
      case "HELLO" ->
          new Hello(
              json.get("version").asInt(),
              types(json, "features"),
              text(json, "name"),
              token(json));
      case "WELCOME" -> welcome(json);
      case "ANNOUNCE" ->
          new Announce(text(json, "namespace"), list(json.get("signals"), this::signal));
      case "SUBSCRIBE" -> subscribe(json);
      case "UNSUBSCRIBE" -> new Unsubscribe(integer(json, "id"));
      case "PUBLISH" -> publish(json);
      case "SET" -> set(json);
      case "GET" -> new Get(text(json, "address"));
      case "SNAPSHOT" -> new Snapshot(list(json.get("params"), this::entry));
      case "BUNDLE" ->
          new Bundle(integer(json, "timestamp"), list(json.get("messages"), this::message));
      case "SYNC" -> new Sync(integer(json, "t1"), integer(json, "t2"), integer(json, "t3"));
      case "PING" -> new Ping();
      case "PONG" -> new Pong();
      case "ACK" -> ack(json);
      case "ERROR" ->
          new ErrorMessage(
              json.get("code").asInt(),
              text(json, "message"),
              optional(json, "address"),
              correlation(json));
      case "QUERY" -> new Query(text(json, "pattern"));
      case "RESULT" -> new Result(list(json.get("signals"), this::signal));
      default -> throw new IllegalArgumentException("no such message: " + json);
    };
  }

  private Welcome welcome(JsonNode json) {
    return new Welcome(
        json.get("version").asInt(),
        types(json, "features"),
        integer(json, "time"),
        text(json, "session"),
        text(json, "name"),
        token(json));
  }

  private static String token(JsonNode json) {
    String token = json.path("token").asText();
    return token.isEmpty() ? null : token;
  }

  private Signal signal(JsonNode json) {
    return new Signal(
        text(json, "address"),
        signalType(json.get("type").asText()),
        optional(json, "datatype"),
        optional(json, "access"),
        json.has("meta") ? meta(json.get("meta")) : null);
  }

  private SignalMeta meta(JsonNode json) {
    JsonNode range = json.get("range");
    return new SignalMeta(
        optional(json, "unit"),
        range == null
            ? null
            : new SignalMeta.Range(range.get(0).asDouble(), range.get(1).asDouble()),
        json.has("default") ? value(json.get("default")) : null,
        optional(json, "description"));
  }

  private Subscribe subscribe(JsonNode json) {
    JsonNode options = json.path("options");
    return new Subscribe(
        integer(json, "id"),
        text(json, "pattern"),
        types(json, "types"),
        new SubscribeOptions(
            integer(options, legacy ? "max_rate" : "maxRate"),
            options.has("epsilon") ? options.get("epsilon").asDouble() : null,
            integer(options, "history"),
            integer(options, "window")));
  }

  private Publish publish(JsonNode json) {
    Value value = content(json);
    return new Publish(
        text(json, "address"),
        json.has("signal")
            ? signalType(json.get("signal").asText())
            : legacy ? null : SignalType.EVENT,
        json.has("phase") ? phase(json.get("phase").asText()) : legacy ? null : Phase.START,
        value,
        value == null && json.has("samples") ? samples(json.get("samples")) : null,
        integer(json, "timestamp"),
        integer(json, "id"),
        integer(json, "rate"));
  }

  private Value content(JsonNode json) {
    for (String key : List.of("value", "payload")) {
      if (legacy ? json.hasNonNull(key) : json.has(key)) {
        return value(json.get(key));
      }
    }
    if (json.has("timeline")) {
      return timeline(json.get("timeline"));
    }
    return json.has("keyframes") ? timeline(json) : null;
  }

  private Value timeline(JsonNode json) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("keyframes", new Value.Array(list(json.get("keyframes"), this::keyframe)));
    if (json.has("loop_")) {
      entries.put("loop", new Value.Bool(json.get("loop_").asBoolean()));
    }
    for (String key : List.of("start_time", "duration")) {
      if (json.has(key)) {
        entries.put(key, new Value.Int(json.get(key).asLong()));
      }
    }
    return new Value.Map(entries);
  }

  private Value keyframe(JsonNode json) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("time", new Value.Int(json.get("time").asLong()));
    entries.put("value", value(json.get("value")));
    if (json.has("easing")) {
      entries.put("easing", new Value.Text(json.get("easing").asText()));
    }
    if (json.has("bezier")) {
      List<Value> bezier = list(json.get("bezier"), number -> new Value.Float(number.asDouble()));
      entries.put("bezier", new Value.Array(bezier));
    }
    return new Value.Map(entries);
  }

  private Set set(JsonNode json) {
    return new Set(
        text(json, "address"),
        json.has("value") ? value(json.get("value")) : new Value.Null(),
        integer(json, "revision"),
        json.path("lock").asBoolean(),
        json.path("unlock").asBoolean(),
        json.has("ttl") ? ttl(json.get("ttl")) : null);
  }

  private static Ttl ttl(JsonNode json) {
    if (json.isTextual()) {
      return Ttl.NEVER;
    }
    boolean sliding = json.has("Sliding");
    long seconds = json.get(sliding ? "Sliding" : "Absolute").asLong() & Integer.MAX_VALUE;
    return new Ttl(sliding ? Ttl.Kind.SLIDING : Ttl.Kind.ABSOLUTE, (int) seconds);
  }

  private Snapshot.Entry entry(JsonNode json) {
    return new Snapshot.Entry(
        text(json, "address"),
        value(json.get("value")),
        integer(json, "revision"),
        optional(json, "writer"),
        integer(json, "timestamp"));
  }

  private Ack ack(JsonNode json) {
    return new Ack(
        optional(json, "address"),
        integer(json, "revision"),
        json.has("locked") ? json.get("locked").asBoolean() : null,
        optional(json, "holder"),
        correlation(json));
  }

  private Long correlation(JsonNode json) {
    return integer(json, legacy ? "correlation_id" : "correlationId");
  }

  private Value value(JsonNode json) {
    if (json.isNull()) {
      return new Value.Null();
    } else if (json.isBoolean()) {
      return new Value.Bool(json.asBoolean());
    } else if (json.isTextual()) {
      return new Value.Text(json.asText());
    } else if (json.isArray()) {
      return new Value.Array(list(json, this::value));
    } else if (json.isNumber()) {
      return rustNumbers.isEmpty() ? new Value.Float(json.asDouble()) : rustNumber();
    } else if (json.has("$i64")) {
      return new Value.Int(Long.parseLong(json.get("$i64").asText()));
    } else if (json.has("$f64")) {
      return new Value.Float(Double.parseDouble(json.get("$f64").asText()));
    } else if (json.has("$bytes")) {
      return bytes(HexFormat.of().parseHex(json.get("$bytes").asText()));
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    json.properties().forEach(field -> entries.put(field.getKey(), value(field.getValue())));
    return new Value.Map(entries);
  }

  private Value rustNumber() {
    MatchResult number = rustNumbers.remove();
    return number.group(1).equals("Int")
        ? new Value.Int(Long.parseLong(number.group(2)))
        : new Value.Float(Double.parseDouble(number.group(2)));
  }

  private Value bytes(byte[] bytes) {
    if (!bytesAreIntegers) {
      return Value.Bytes.of(bytes);
    }
    List<Value> integers = new ArrayList<>();
    for (byte each : bytes) {
      integers.add(new Value.Int(each & 0xFF));
    }
    return new Value.Array(integers);
  }

  private static Samples samples(JsonNode json) {
    return Samples.of(list(json, JsonNode::asDouble).stream().mapToDouble(d -> d).toArray());
  }

  private static Features types(JsonNode json, String key) {
    List<SignalType> types = new ArrayList<>();
    for (JsonNode name : json.path(key)) {
      if (!name.asText().equals("federation")) {
        types.add(signalType(name.asText()));
      }
    }
    return Features.of(types.toArray(SignalType[]::new));
  }

  private static SignalType signalType(String name) {
    return switch (name) {
      case "param" -> SignalType.PARAM;
      case "event" -> SignalType.EVENT;
      case "stream" -> SignalType.STREAM;
      case "gesture" -> SignalType.GESTURE;
      case "timeline" -> SignalType.TIMELINE;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Phase phase(String name) {
    return switch (name) {
      case "start" -> Phase.START;
      case "move" -> Phase.MOVE;
      case "end" -> Phase.END;
      case "cancel" -> Phase.CANCEL;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String text(JsonNode json, String key) {
    return json.get(key).asText();
  }

  private String optional(JsonNode json, String key) {
    String text = json.hasNonNull(key) ? json.get(key).asText() : null;
    return emptyIsAbsent && "".equals(text) ? null : text;
  }

  /** An unsigned integer, which is a number or, when large, a text in {@code $u64}; or null. */
  private static Long integer(JsonNode json, String key) {
    if (!json.hasNonNull(key)) {
      return null;
    }
    JsonNode number = json.get(key);
    return new BigInteger(number.path("$u64").asText(number.asText())).longValue();
  }

  private static <T> List<T> list(JsonNode json, Function<JsonNode, ? extends T> each) {
    List<T> elements = new ArrayList<>();
    json.forEach(element -> elements.add(each.apply(element)));
    return elements;
  }
}
