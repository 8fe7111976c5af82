package dev.valence.cookies;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieFileException;
import dev.valence.net.cookie.CookiePartitionKey;
import dev.valence.net.cookie.CookiePriority;
import dev.valence.net.cookie.CookieSourceScheme;
import dev.valence.net.cookie.ImportRules;
import dev.valence.net.cookie.SameSite;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cookies as JSON: an array of Electron's cookie objects (name, value, domain, hostOnly, path,
 * secure, httpOnly, session, expirationDate in seconds, sameSite). Two fields of our own carry what
 * Electron does not show: {@code priority}, when it is not medium, and {@code partitionKey} with
 * {@code topLevelSite} and {@code hasCrossSiteAncestor}.
 *
 * <p>It reads Playwright's storage state as well: an object with the array {@code cookies}, whose
 * objects have {@code expires} (-1 for a session cookie) and {@code sameSite} as Strict, Lax or
 * None.
 */
public final class CookieJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CookieJson() {}

  /** The cookies as an indented JSON array. */
  public static String write(Collection<Cookie> cookies) {
    ArrayNode array = MAPPER.createArrayNode();
    cookies.forEach(cookie -> array.add(toJson(cookie)));
    return array.toPrettyString();
  }

  /** One cookie as Electron's cookie object. */
  public static ObjectNode toJson(Cookie cookie) {
    ObjectNode object = MAPPER.createObjectNode();
    object
        .put("name", cookie.name())
        .put("value", cookie.value())
        .put("domain", cookie.domain())
        .put("hostOnly", cookie.hostOnly())
        .put("path", cookie.path())
        .put("secure", cookie.secure())
        .put("httpOnly", cookie.httpOnly())
        .put("session", cookie.session());
    Instant expiry = cookie.expirationDate();
    if (expiry != null) {
      object.put("expirationDate", expiry.getEpochSecond() + expiry.getNano() / 1e9);
    }
    object.put("sameSite", cookie.sameSite().wireName());
    if (cookie.priority() != CookiePriority.MEDIUM) {
      object.put("priority", cookie.priority().wireName());
    }
    CookiePartitionKey partition = cookie.partitionKey();
    if (partition != null) {
      object
          .putObject("partitionKey")
          .put("topLevelSite", partition.topLevelSite())
          .put("hasCrossSiteAncestor", partition.hasCrossSiteAncestor());
    }
    return object;
  }

  /**
   * Reads cookies; all of them, or none.
   *
   * @throws CookieFileException when the text is no JSON, or an object in it is no cookie, or one
   *     that may not be stored ({@link ImportRules}); it names the line where that object begins
   */
  public static List<Cookie> read(String json) throws CookieFileException {
    List<Cookie> cookies = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(json)) {
      goToArray(parser);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode node = parser.readValueAsTree();
        cookies.add(readChecked(node, line));
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      // The original message quotes the text, and with it perhaps a value: it is left out.
      throw new CookieFileException(line, "not JSON", null);
    } catch (CookieFileException e) {
      throw e;
    } catch (IOException e) {
      throw new CookieFileException(1, "cannot be read", e);
    }
    return cookies;
  }

  /** Moves to the array: the whole text, or the field {@code cookies} of an object. */
  private static void goToArray(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("cookies");
        JsonToken value = parser.nextToken();
        if (found && value == JsonToken.START_ARRAY) {
          return;
        }
        parser.skipChildren();
      }
    } else if (first == JsonToken.START_ARRAY) {
      return;
    }
    throw new CookieFileException(
        1, "neither an array of cookies nor an object with the array \"cookies\"", null);
  }

  private static Cookie readChecked(@Nullable JsonNode node, int line) throws CookieFileException {
    if (node == null || !node.isObject()) {
      throw new CookieFileException(line, "not an object", null);
    }
    try {
      Cookie cookie = read(node);
      ImportRules.requireStorable(cookie);
      return cookie;
    } catch (IllegalArgumentException e) {
      throw new CookieFileException(line, String.valueOf(e.getMessage()), e);
    }
  }

  private static Cookie read(JsonNode node) {
    boolean secure = flag(node, "secure");
    String host = text(node, "domain").toLowerCase(Locale.ROOT);
    String path = node.has("path") ? text(node, "path") : "/";
    return Cookie.builder(text(node, "name"), text(node, "value"), domain(node, host), path)
        .secure(secure)
        .httpOnly(flag(node, "httpOnly"))
        .expirationDate(expiry(node))
        .sameSite(sameSite(node, secure))
        .priority(priority(node))
        .partitionKey(partition(node))
        .sourceScheme(secure ? CookieSourceScheme.SECURE : CookieSourceScheme.UNSET)
        .build();
  }

  /** {@code hostOnly}, where it is given, decides about the dot. */
  private static String domain(JsonNode node, String host) {
    if (!node.has("hostOnly")) {
      return host;
    }
    String bare = host.startsWith(".") ? host.substring(1) : host;
    return flag(node, "hostOnly") ? bare : "." + bare;
  }

  private static @Nullable Instant expiry(JsonNode node) {
    JsonNode date = node.has("expirationDate") ? node.get("expirationDate") : node.get("expires");
    if (date == null || date.isNull() || flag(node, "session")) {
      return null;
    }
    if (!date.isNumber()) {
      throw new IllegalArgumentException("the expiry is not a number");
    }
    double seconds = date.doubleValue();
    // Playwright's mark of a session cookie.
    if (seconds == -1) {
      return null;
    }
    if (!(Math.abs(seconds) < 1e11)) {
      throw new IllegalArgumentException("the expiry is out of range");
    }
    return Instant.EPOCH.plus(Math.round(seconds * 1e6), ChronoUnit.MICROS);
  }

  private static SameSite sameSite(JsonNode node, boolean secure) {
    if (!node.hasNonNull("sameSite")) {
      return SameSite.UNSPECIFIED;
    }
    String name = text(node, "sameSite");
    return switch (name) {
      case "Lax" -> SameSite.LAX;
      case "Strict" -> SameSite.STRICT;
      // Playwright with Firefox says None for a cookie without the attribute.
      case "None" -> secure ? SameSite.NO_RESTRICTION : SameSite.UNSPECIFIED;
      default -> SameSite.ofWireName(name);
    };
  }

  private static CookiePriority priority(JsonNode node) {
    String name = node.hasNonNull("priority") ? text(node, "priority") : "medium";
    for (CookiePriority priority : CookiePriority.values()) {
      if (priority.wireName().equalsIgnoreCase(name)) {
        return priority;
      }
    }
    throw new IllegalArgumentException("\"priority\" is neither low, medium nor high");
  }

  private static @Nullable CookiePartitionKey partition(JsonNode node) {
    JsonNode partition = node.get("partitionKey");
    if (partition == null || partition.isNull()) {
      return null;
    }
    if (partition.isTextual()) {
      // Playwright gives the site alone.
      return new CookiePartitionKey(partition.textValue(), false);
    }
    return new CookiePartitionKey(
        text(partition, "topLevelSite"), flag(partition, "hasCrossSiteAncestor"));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("\"" + field + "\" is missing or not a string");
    }
    return value.textValue();
  }

  private static boolean flag(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("\"" + field + "\" is neither true nor false");
    }
    return value.booleanValue();
  }
}
