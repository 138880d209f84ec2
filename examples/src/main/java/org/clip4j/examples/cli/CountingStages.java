package org.clip4j.examples.cli;

import java.util.Optional;
import org.clip4j.examples.iconify.ProgressListener;

/** A job of several stages as one bar after another. */
final class CountingStages implements ProgressListener, AutoCloseable {

  private Optional<CountingBar> bar = Optional.empty();
  private String stage = "";

  @Override
  public void progress(String name, long done, long total) {
    if (!name.equals(stage)) {
      close();
      stage = name;
      bar = Optional.of(new CountingBar(name, "items", done, total));
    }
    bar.ifPresent(b -> b.accept(done));
  }

  @Override
  public void close() {
    bar.ifPresent(CountingBar::close);
    bar = Optional.empty();
  }
}
