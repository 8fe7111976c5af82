package dev.valence.ipc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An object of few properties and one of many are the same to those who use them. */
class JsObjectTest {
  @Test
  void itDoesWhatALinkedHashMapDoes() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      JsObject object = new JsObject();
      Map<String, Object> properties = object.properties();
      Map<String, Object> expected = new LinkedHashMap<>();
      int names = 1 + random.nextInt(30);
      for (int i = 0; i < 100; i++) {
        // Names of which some have the same hash code.
        String name = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(names);
        if (random.nextInt(3) == 0) {
          assertThat(object.remove(name)).isEqualTo(expected.containsKey(name));
          expected.remove(name);
        } else {
          Object value = random.nextInt(4) == 0 ? null : i;
          object.put(name, value);
          expected.put(name, value);
        }
        assertThat(object.size()).isEqualTo(expected.size());
        assertThat(object.has(name)).isEqualTo(expected.containsKey(name));
        assertThat(object.get(name))
            .isEqualTo(expected.containsKey(name) ? expected.get(name) : Undefined.VALUE);
        assertThat(properties.get(name)).isEqualTo(expected.get(name));
      }
      assertThat(properties).isEqualTo(expected);
      assertThat(properties.toString()).isEqualTo(expected.toString());
      assertThat(properties.hashCode()).isEqualTo(expected.hashCode());
    }
  }

  @Test
  void theViewCannotBeChanged() {
    for (int count : new int[] {1, 20}) {
      JsObject object = new JsObject();
      for (int i = 0; i < count; i++) {
        object.put("name" + i, i);
      }
      Map<String, Object> view = object.properties();

      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> view.put("name0", 5));
      assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(view::clear);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> view.remove("name0"));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> view.entrySet().iterator().next().setValue(5));
      assertThat(object.get("name0")).isEqualTo(0);
    }
  }

  @Test
  void whoGoesThroughItWhileItChangesIsTold() {
    for (int count : new int[] {2, 20}) {
      JsObject object = new JsObject();
      for (int i = 0; i < count; i++) {
        object.put("name" + i, i);
      }
      Iterator<Map.Entry<String, Object>> removed = object.iterator();
      removed.next();
      object.remove("name1");
      assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(removed::next);
      Iterator<Map.Entry<String, Object>> added = object.iterator();
      object.put("another", true);
      assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(added::next);
    }
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> new JsObject().iterator().next());
  }
}
