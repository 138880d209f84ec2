package org.clip4j.data.source;

import java.util.Optional;
import java.util.OptionalLong;
import org.clip4j.data.webdataset.UnreachableException;

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

  /**
   * Requires that a shard can still be what was looked at. One that is another is no damaged one:
   * places and counts that a run keeps of it are of the old one.
   *
   * @param url its name
   * @param now what is there
   * @throws UnreachableException naming both, if it was replaced
   */
  public void requireStill(String url, ShardInfo now) throws UnreachableException {
    if (!mayBe(now)) {
      throw new UnreachableException(
          ShardUrl.printable(url)
              + ": it was replaced since this run looked at it: it was "
              + words()
              + ", and is "
              + now.words()
              + "; put the old one back and go on, or begin a new run",
          null);
    }
  }

  private String words() {
    String bytes = size.isPresent() ? size.getAsLong() + " bytes" : "of unknown size";
    return bytes + version.map(named -> " of version " + named).orElse("");
  }

  /** Whether both surely are the same content: they have the same version. */
  public boolean isSurely(ShardInfo other) {
    return version.isPresent() && version.equals(other.version) && mayBe(other);
  }
}
