package dev.valence.net.internal.websocket;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Opens a WebSocket on the road, sends one text, and gives the text that comes back. */
public final class WebSocketProbe implements DuplexStream.Reader, MessageReader.Output {
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final String text;
  private DuplexStream stream;
  private FrameReader reader;
  private MessageReader messages;

  private WebSocketProbe(String text) {
    this.text = text;
  }

  /** Runs the probe; waits for the answer. */
  public static String echo(NetworkContext context, String url, String text) throws Exception {
    WebSocketProbe probe = new WebSocketProbe(text);
    WebSocketHandshake handshake = WebSocketHandshake.begin(new SecureRandom(), List.of(), null);
    HeaderList headers = new HeaderList();
    handshake.addTo(headers);
    NetworkRequest request = NetworkRequest.builder(Url.parse(url)).headers(headers).build();
    context.start(
        request,
        new NetworkDelegate() {
          @Override
          public void onResponse(ResponseHead head, List<Url> urls, BodyStream body) {
            try {
              handshake.check(head);
              ((UpgradedBody) body).take(probe);
            } catch (NetException e) {
              body.cancel();
              probe.answer.completeExceptionally(e);
            }
          }

          @Override
          public void onFailed(NetException error) {
            probe.answer.completeExceptionally(error);
          }
        });
    return probe.answer.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void onOpen(DuplexStream opened) {
    stream = opened;
    messages =
        new MessageReader(
            this,
            WebSocketSettings.DEFAULT,
            null,
            new FrameLog(new NetLog().newSource(NetLogSourceType.URL_REQUEST)));
    reader = new FrameReader(messages, false, opened.alloc().buffer(125));
    ByteBuf payload = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    ByteBuf frame = opened.alloc().directBuffer();
    new FrameWriter(new SecureRandom()).append(frame, Opcode.TEXT, true, false, payload);
    opened.write(frame, failure -> {});
    opened.flush();
  }

  @Override
  public void onBytes(ByteBuf bytes) {
    try {
      reader.read(bytes);
    } catch (ProtocolViolation e) {
      answer.completeExceptionally(e);
    } finally {
      bytes.release();
    }
    if (answer.isDone()) {
      stream.close();
      release();
    }
  }

  private void release() {
    reader.release();
    messages.release();
  }

  @Override
  public void onWritable() {}

  @Override
  public void onEnd(NetException failure) {
    release();
    answer.completeExceptionally(new ClosedChannelException());
  }

  @Override
  public void onMessage(boolean isText, byte[] payload) {
    answer.complete(new String(payload, StandardCharsets.UTF_8));
  }

  @Override
  public boolean takesMore() {
    return true;
  }

  @Override
  public void onPing(ByteBuf payload) {}

  @Override
  public void onPong(ByteBuf payload) {}

  @Override
  public void onClose(int code, String reason) {
    answer.completeExceptionally(new AssertionError("closed with " + code + " " + reason));
  }
}
