package org.clip4j.data.webdataset;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a shard may be written with: names that are read back as they are, here and by tar, and that
 * leave no folder.
 */
final class SampleNames {

  private static final int MAX_NAME_BYTES = 4096;

  private SampleNames() {}

  static void checkPrefix(String prefix) {
    if (prefix.isEmpty()
        || prefix.contains("/")
        || prefix.contains("\\")
        || prefix.equals("..")
        || !clean(prefix)) {
      throw new IllegalArgumentException(
          "shard prefix '"
              + BadSamples.printable(prefix)
              + "' cannot be a file's name; use letters, digits, '-' and '_'");
    }
  }

  /**
   * Checks a sample's names.
   *
   * @throws IllegalArgumentException naming the key or the part, and what is wrong
   */
  static void check(String key, Map<String, byte[]> parts) {
    List<String> components = List.of(key.split("/", -1));
    String last = components.get(components.size() - 1);
    if (components.contains("") || components.contains("..") || components.contains(".")) {
      throw refused("key", key, "it must be a relative path without empty components, '.' or '..'");
    }
    if (last.contains(".")) {
      throw refused(
          "key",
          key,
          "its last component has a dot, where a part's name would begin; replace the dot");
    }
    if (key.contains("\\") || key.matches("[A-Za-z]:.*") || !clean(key)) {
      throw refused(
          "key",
          key,
          "it has a backslash, a drive letter, a control character or a broken surrogate");
    }
    if (parts.isEmpty()) {
      throw refused("key", key, "the sample has no parts");
    }
    for (String part : parts.keySet()) {
      if (part.isEmpty() || part.contains("/") || part.contains("\\") || !clean(part)) {
        throw refused(
            "part",
            part,
            "of key '" + BadSamples.printable(key) + "': it cannot be the end of a file's name");
      }
      if (!part.equals(part.toLowerCase(Locale.ROOT))) {
        throw refused(
            "part",
            part,
            "of key '"
                + BadSamples.printable(key)
                + "': parts are read in lower case; write it so");
      }
      if ((key + "." + part).getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        throw refused("key", key, "it is longer than " + MAX_NAME_BYTES + " bytes");
      }
    }
  }

  private static IllegalArgumentException refused(String what, String name, String why) {
    return new IllegalArgumentException(
        what + " '" + BadSamples.printable(name) + "' refused: " + why);
  }

  private static boolean clean(String name) {
    try {
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .encode(CharBuffer.wrap(name));
    } catch (CharacterCodingException e) {
      return false;
    }
    return name.chars().noneMatch(Character::isISOControl);
  }
}
