package org.clip4j.train;

import java.util.Optional;
import org.clip4j.train.optim.TowerLock;

/**
 * How a batch's gradients are computed, beyond model and loss.
 *
 * @param gradCheckpointing whether blocks keep their input alone and compute the rest once more:
 *     more work in less memory, the same bits
 * @param lock what stays as it is: it is run forward alone, and its parameters get no gradient; the
 *     optimiser is to know of it too
 * @param teacher another model that is learned from; stays the caller's to close
 */
public record StepOptions(
    boolean gradCheckpointing, Optional<TowerLock> lock, Optional<Teacher> teacher) {

  /** Everything learns, from the contrastive loss alone. */
  public static StepOptions of(boolean gradCheckpointing) {
    return new StepOptions(gradCheckpointing, Optional.empty(), Optional.empty());
  }

  /** The same with a lock. */
  public StepOptions with(TowerLock other) {
    return new StepOptions(gradCheckpointing, Optional.of(other), teacher);
  }

  /** The same with a teacher. */
  public StepOptions with(Teacher other) {
    return new StepOptions(gradCheckpointing, lock, Optional.of(other));
  }
}
