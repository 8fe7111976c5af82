package dev.valence.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.house.ParityTable.Member;
import dev.valence.house.ParityTable.Row;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/parity.md} tells the truth. {@code -Dparity.write=true} writes its counts anew. */
class ParityTest {
  private static List<Row> rows;

  @BeforeAll
  static void read() throws IOException {
    if (Boolean.getBoolean("parity.write")) {
      ParityTable.write();
    }
    rows = ParityTable.rows();
  }

  @Test
  void everyMemberHasOneRowAndNoOtherDoes() throws IOException {
    List<Member> members = ParityTable.members();
    assertThat(members).hasSize(275).doesNotHaveDuplicates();
    assertThat(rows.stream().map(Row::member).toList())
        .containsExactlyInAnyOrderElementsOf(members);
  }

  @Test
  void everyStateIsOneOfThree() {
    assertThat(rows).allMatch(row -> row.works() || row.cannot() || row.notYet());
  }

  @Test
  void theCountsAreRight() throws IOException {
    assertThat(ParityTable.counts()).isEqualTo(ParityTable.countsOf(rows));
  }

  @Test
  void everyClaimedSymbolExists() {
    List<String> wrong = new ArrayList<>();
    for (Row row : rows) {
      if (row.works() && !isPublicSymbol(row.symbol())) {
        wrong.add(row.member() + " claims " + row.symbol());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyClaimedTestExists() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path file : ProjectFiles.testSources()) {
      String name = file.getFileName().toString().replace(".java", "");
      sources.merge(name, Files.readString(file), String::concat);
    }
    List<String> wrong = new ArrayList<>();
    for (Row row : rows) {
      if (row.works() && row.tests().isEmpty()) {
        wrong.add(row.member() + " names no test");
      }
      for (String test : row.works() ? row.tests() : List.<String>of()) {
        int mark = test.indexOf('#');
        String source = mark < 0 ? "" : sources.getOrDefault(test.substring(0, mark), "");
        if (!isTestMethod(source, test.substring(mark + 1))) {
          wrong.add(row.member() + " claims " + test);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isTestMethod(String source, String method) {
    return Pattern.compile("\\bvoid " + Pattern.quote(method) + "\\(").matcher(source).find();
  }

  /** {@code dev.valence.Session} or {@code dev.valence.Session#name}, a method or a constant. */
  private static boolean isPublicSymbol(String symbol) {
    int mark = symbol.indexOf('#');
    try {
      Class<?> type =
          Class.forName(
              mark < 0 ? symbol : symbol.substring(0, mark),
              false,
              ParityTest.class.getClassLoader());
      if (!Modifier.isPublic(type.getModifiers())) {
        return false;
      }
      if (mark < 0) {
        return true;
      }
      Set<String> names = new HashSet<>();
      Arrays.stream(type.getMethods()).map(Method::getName).forEach(names::add);
      Arrays.stream(type.getFields()).map(Field::getName).forEach(names::add);
      return names.contains(symbol.substring(mark + 1));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
