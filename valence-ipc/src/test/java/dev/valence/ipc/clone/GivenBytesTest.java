package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.ViewKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long buffers of a message may lie in its array, and nobody sees it. */
class GivenBytesTest {
  private static final StructuredClone CLONE = StructuredClone.ofDefaults();
  private final byte[] content = new byte[100_000];

  GivenBytesTest() {
    new Random(1).nextBytes(content);
  }

  private static JsArrayBuffer buffer(Object value) {
    return ((JsArrayBufferView) value).buffer();
  }

  @Test
  void theBytesAreThoseThatWereWritten() {
    JsArrayBuffer buffer = new JsArrayBuffer(content);
    Object part = new JsArrayBufferView(ViewKind.UINT8, buffer, 10, 90_000);
    byte[] message = CLONE.serialize(part);
    JsArrayBufferView read = (JsArrayBufferView) CLONE.deserializeGiven(ByteBuffer.wrap(message));
    assertThat(read.buffer().byteLength()).isEqualTo(100_000);
    assertThat(read.toBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 90_010));
    assertThat(CLONE.serialize(read)).isEqualTo(message);
    assertThat(read.buffer().bytes()).isEqualTo(content);
    assertThat(read.byteBuffer().get(5)).isEqualTo(content[15]);
    assertThat(CLONE.serialize(read)).isEqualTo(message);
  }

  @Test
  void whatIsChangedAfterwardsIsTheValuesOwn() {
    byte[] message =
        CLONE.serialize(new JsArrayBufferView(ViewKind.UINT8, new JsArrayBuffer(content)));
    byte[] before = message.clone();
    Object first = CLONE.deserializeGiven(ByteBuffer.wrap(message));
    Object second = CLONE.deserializeGiven(ByteBuffer.wrap(message));
    Arrays.fill(buffer(first).bytes(), (byte) 7);
    assertThat(buffer(first).bytes()).containsOnly(7);
    assertThat(buffer(first).bytes()).isSameAs(buffer(first).bytes());
    assertThat(message).isEqualTo(before);
    assertThat(buffer(second).bytes()).isEqualTo(content);
  }

  @Test
  void bytesThatWereNotGivenAreCopied() {
    byte[] message = CLONE.serialize(new JsArrayBuffer(content));
    JsArrayBuffer read = (JsArrayBuffer) CLONE.deserialize(ByteBuffer.wrap(message));
    JsArrayBuffer whole = (JsArrayBuffer) CLONE.deserialize(message);
    Arrays.fill(message, (byte) 0);
    assertThat(read.bytes()).isEqualTo(content);
    assertThat(whole.bytes()).isEqualTo(content);
  }

  /** A small part of a long message does not keep all of it. */
  @Test
  void onlyABufferThatIsMostOfTheMessageIsAPart() {
    JsArray many =
        JsArray.of(
            new JsArrayBuffer(content), new JsArrayBuffer(content), new JsArrayBuffer(content));
    byte[] message = CLONE.serialize(many);
    JsArray read = (JsArray) CLONE.deserializeGiven(ByteBuffer.wrap(message));
    Arrays.fill(message, (byte) 0);
    assertThat(((JsArrayBuffer) read.get(1)).bytes()).isEqualTo(content);
  }

  @Test
  void partsAreChecked() {
    assertThatThrownBy(() -> JsArrayBuffer.ofPart(content, 99_999, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new JsArrayBuffer(content).copyTo(99_999, new byte[2], 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
