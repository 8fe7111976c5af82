package dev.valence.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A self-signed ECDSA P-256 certificate for 127.0.0.1, made by the JDK's keytool. */
record Certificate(Path certificate, Path key) {
  private static final char[] PASSWORD = "benchmark".toCharArray();

  static Certificate create(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    Commands.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-ext",
            "bc:critical=ca:true",
            "-validity",
            "30",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD)));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    writePem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
    writePem(key, "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    return new Certificate(certificate, key);
  }

  private static void writePem(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file,
        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
