package dev.valence.ipc.internal.port;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.event.dispatch.EventThread;
import dev.valence.ipc.port.MessagePortMain;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Transfer lists of {@code postMessage} on what has channels. */
class TransferListTest {
  private final EventThread events = new EventThread(Runnable::run, null);
  private final PortHub hub = new PortHub(events, PortLimits.DEFAULT);
  private final MessagePortMain port = hub.main().channel().port1();

  @Test
  void i094_i095_aTransferThatIsNull() {
    assertThatThrownBy(() -> hub.main().transfer(null, moved -> {}))
        .hasMessage("Invalid value for transfer");
  }

  @Test
  void i097_i098_i099_aTransferOfOtherThingsThanPorts() {
    for (Object other : Arrays.asList(123, null)) {
      List<Object> transfer = Arrays.asList(port, other);
      assertThatThrownBy(() -> hub.main().transfer(transfer, moved -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid value for transfer");
    }
  }

  @Test
  void i100_i101_aPortTwice() {
    assertThatThrownBy(() -> hub.main().transfer(List.of(port, port), moved -> {}))
        .hasMessage("Port at index 1 is a duplicate.");
  }

  @Test
  void i102_i103_aPortThatWasTransferred() {
    hub.main().transfer(List.of(port), moved -> {});
    assertThatThrownBy(() -> hub.main().transfer(List.of(port), moved -> {}))
        .hasMessage("Port at index 0 is already neutered.");
  }

  @Test
  void tooManyPorts() {
    List<MessagePortMain> many =
        Stream.generate(() -> hub.main().channel().port1()).limit(1_025).toList();
    assertThatThrownBy(() -> hub.main().transfer(many, moved -> {}))
        .hasMessage("A message takes at most 1024 ports");
  }
}
