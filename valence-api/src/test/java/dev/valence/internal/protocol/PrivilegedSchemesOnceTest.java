package dev.valence.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.url.CustomSchemes;
import dev.valence.protocol.CustomScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegedSchemesOnceTest {
  private static CustomScheme standard(String scheme) {
    return CustomScheme.builder(scheme).standard(true).build();
  }

  @Test
  void s418_onceAndBeforeTheStart() {
    PrivilegedSchemes schemes = new PrivilegedSchemes();
    schemes.register(List.of(standard("first")));
    assertThatThrownBy(() -> schemes.register(List.of(standard("second"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("protocol.registerSchemesAsPrivileged should be called before app is ready");
    assertThat(schemes.start(List.of(standard("third"))))
        .containsExactly(standard("first"), standard("third"));
    assertThat(CustomSchemes.isStandard("first")).isTrue();
    assertThat(CustomSchemes.isStandard("second")).isFalse();
  }

  @Test
  void contradictionsChangeNothing() {
    PrivilegedSchemes schemes = new PrivilegedSchemes();
    CustomScheme other = CustomScheme.builder("same").build();
    assertThatThrownBy(() -> schemes.register(List.of(standard("unseen"), standard("same"), other)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CustomSchemes.isStandard("unseen")).isFalse();
  }
}
