package org.clip4j.data.source;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a shard before its bytes.
 *
 * @param size bytes as they are stored, where the place says so
 * @param version a name that another content would not have, such as an ETag, where there is one
 * @param ranges whether the place gives a part without what lies before it
 */
public record ShardInfo(OptionalLong size, Optional<String> version, boolean ranges) {

  /** Nothing but that it is there. */
  public static final ShardInfo UNKNOWN =
      new ShardInfo(OptionalLong.empty(), Optional.empty(), false);

  /**
   * Whether both can be the same content; what either does not say does not tell against it.
   *
   * @param other what another answer said
   */
  public boolean mayBe(ShardInfo other) {
    boolean sizes = size.isEmpty() || other.size.isEmpty() || size.equals(other.size);
    boolean versions =
        version.isEmpty() || other.version.isEmpty() || version.equals(other.version);
    return sizes && versions;
  }

  /** Whether both surely are the same content: they have the same version. */
  public boolean isSurely(ShardInfo other) {
    return version.isPresent() && version.equals(other.version) && mayBe(other);
  }
}
