package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The TypeScript compiler: the npm package {@code typescript} (Apache-2.0) on Node.js. npm brings
 * it into the build folder when it is first needed; it is no part of this project.
 */
public final class TypeScriptCompiler {
  private static final NpmPackages PACKAGES = new NpmPackages("typescript", "typescript@5.9.3");

  private TypeScriptCompiler() {}

  /**
   * What the compiler has to say about files when it is as strict as it can be: nothing when they
   * are right.
   *
   * @throws MissingPeerException when Node.js or npm is not installed
   * @throws IOException when the compiler cannot be had
   */
  public static List<String> findings(Path... files) throws IOException, InterruptedException {
    Path node = PeerProcess.find("node", "nodejs");
    Path folder = PACKAGES.install();
    List<String> command =
        new ArrayList<>(
            List.of(
                node.toString(),
                folder.resolve("node_modules/typescript/bin/tsc").toString(),
                "--noEmit",
                "--strict",
                "--exactOptionalPropertyTypes",
                "--pretty",
                "false",
                "--target",
                "es2022",
                "--module",
                "es2022",
                "--lib",
                "es2022,dom"));
    for (Path file : files) {
      command.add(file.toAbsolutePath().toString());
    }
    return PACKAGES.run(command);
  }
}
