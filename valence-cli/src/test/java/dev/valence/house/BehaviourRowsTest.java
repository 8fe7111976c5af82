package dev.valence.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test whose name begins with the ids of behaviour rows names rows that exist. */
class BehaviourRowsTest {
  private static final Pattern TEST_WITH_IDS =
      Pattern.compile("\\bvoid ((?:[a-z]\\d{3}[a-z]?_)+)\\w+\\(");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d{3}[a-z]?) \\|");

  @Test
  void everyIdInATestNameIsARow() throws IOException {
    Path folder = Path.of(System.getProperty("valence.vectors", "")).resolveSibling("behaviours");
    assumeTrue(Files.isDirectory(folder), "the behaviour lists are not beside the project");
    Set<String> rows = new TreeSet<>();
    try (Stream<Path> lists = Files.list(folder)) {
      for (Path list : lists.toList()) {
        Matcher row = ROW.matcher(Files.readString(list));
        while (row.find()) {
          rows.add(row.group(1));
        }
      }
    }
    assertThat(rows).contains("N001");
    Map<String, String> tested = new TreeMap<>();
    for (Path source : ProjectFiles.testSources()) {
      Matcher test = TEST_WITH_IDS.matcher(Files.readString(source));
      while (test.find()) {
        for (String id : test.group(1).split("_")) {
          tested.put(id.toUpperCase(Locale.ROOT), source.getFileName().toString());
        }
      }
    }
    Set<String> unknown = new TreeSet<>(tested.keySet());
    unknown.removeAll(rows);
    System.out.println("Behaviour rows with a test: " + tested.size() + " of " + rows.size());

    assertThat(unknown).as("ids in test names without a row: %s", tested).isEmpty();
  }
}
