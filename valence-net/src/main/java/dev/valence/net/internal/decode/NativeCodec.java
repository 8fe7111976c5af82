package dev.valence.net.internal.decode;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The codings that need a native library. Loading one takes tens of milliseconds, so it is offered
 * to servers where its library is on the class path, loaded when the first body needs it, and
 * offered no more where that fails.
 */
enum NativeCodec {
  BROTLI("br") {
    @Override
    String resource(String os, String arch) {
      boolean arm = arch.equals("aarch64");
      return switch (os) {
        case "windows" -> "lib/windows-" + (arm ? "aarch64" : "x86_64") + "/brotli.dll";
        case "osx" -> "lib/osx-" + (arm ? "aarch64" : "x86_64") + "/libbrotli.dylib";
        default -> "lib/linux-" + (arch.equals("amd64") ? "x86_64" : arch) + "/libbrotli.so";
      };
    }

    @Override
    void loadLibrary() {
      Brotli4jLoader.ensureAvailability();
    }
  },

  ZSTD("zstd") {
    @Override
    String resource(String os, String arch) {
      String name = "/libzstd-jni-" + ZstdVersion.VERSION;
      String machine = arch.equals("x86_64") ? "amd64" : arch;
      return switch (os) {
        case "windows" -> "win/" + machine + name + ".dll";
        case "osx" -> "darwin/" + (machine.equals("amd64") ? "x86_64" : machine) + name + ".dylib";
        default -> "linux/" + machine + name + ".so";
      };
    }

    @Override
    void loadLibrary() {
      Native.load();
    }
  };

  private final String coding;
  private volatile boolean usable;

  NativeCodec(String coding) {
    this.coding = coding;
    String resource = resource(operatingSystem(), System.getProperty("os.arch", ""));
    this.usable = NativeCodec.class.getClassLoader().getResource(resource) != null;
  }

  abstract String resource(String os, String arch);

  abstract void loadLibrary();

  /** Whether bodies in this coding may be asked for. */
  boolean isUsable() {
    return usable;
  }

  /**
   * Loads the library, the first time.
   *
   * @throws NetException CONTENT_DECODING_INIT_FAILED where it does not run on this machine
   */
  void load() throws NetException {
    try {
      if (usable) {
        loadLibrary();
        return;
      }
    } catch (LinkageError e) {
      usable = false;
      throw failure(e);
    }
    throw failure(null);
  }

  private NetException failure(@Nullable Throwable cause) {
    return new NetException(
        NetError.CONTENT_DECODING_INIT_FAILED,
        "the native library of the content coding " + coding + " does not run on this machine",
        cause);
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "osx" : "linux";
  }
}
