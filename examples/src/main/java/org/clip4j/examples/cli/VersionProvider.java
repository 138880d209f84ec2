package org.clip4j.examples.cli;

import org.clip4j.core.Version;
import picocli.CommandLine.IVersionProvider;

/** {@code clip4j --version}. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"clip4j " + Version.current()};
  }
}
