package org.clip4j.examples.iconify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clip4j.core.Sha256;

/**
 * Where the jar comes from.
 *
 * @param given a jar that is already on this machine; without one Maven fetches it
 */
public record ArchiveSource(Optional<Path> given) {

  /**
   * What the pairs will be of; fetches nothing.
   *
   * @throws IOException if the given jar is not there
   */
  public Artifact artifact() throws IOException {
    if (given.isPresent() && !Files.isRegularFile(given.get())) {
      throw new IOException(
          given.get() + ": no such file; expected the jar of " + IconifyArchive.COORDINATES);
    }
    String sha256 = given.isPresent() ? Sha256.of(given.get()) : IconifyArchive.SHA256;
    return new Artifact(IconifyArchive.COORDINATES, sha256);
  }

  /**
   * The jar, fetched where it is not here yet.
   *
   * @throws IOException if it cannot be fetched
   */
  public Path jar() throws IOException {
    return given.isPresent() ? given.get() : ArchiveFetcher.ofThisProject().fetch();
  }
}
