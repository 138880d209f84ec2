package org.clip4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

  /** FIPS 180-4's example of one block. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** And the one of a million times the letter a, which is read in more than one piece here. */
  private static final String MILLION =
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

  @TempDir private Path folder;

  @Test
  void theStandardsExamples() throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update("abc".getBytes(StandardCharsets.UTF_8));
    assertEquals(ABC, Sha256.hex(digest));
    assertEquals(ABC, Sha256.of(Files.writeString(folder.resolve("abc"), "abc")));
    assertEquals(
        MILLION, Sha256.of(Files.writeString(folder.resolve("million"), "a".repeat(1_000_000))));
  }
}
