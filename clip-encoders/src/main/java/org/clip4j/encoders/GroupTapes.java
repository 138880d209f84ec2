package org.clip4j.encoders;

import org.clip4j.core.ops.Tape;

/** The tape of each of an encoder's groups: those that stay as they are have one that forgets. */
final class GroupTapes {

  private final Tape learning;
  private final LayerGroups groups;
  private final int locked;

  /**
   * Over one tape.
   *
   * @param learning for the groups that learn
   * @param locked how many stay as they are, from the first on
   * @throws IllegalArgumentException if there are not as many
   */
  GroupTapes(Tape learning, LayerGroups groups, int locked) {
    if (locked < 0 || locked > groups.count()) {
      throw new IllegalArgumentException(
          "Of " + groups.count() + " groups " + locked + " cannot stay as they are");
    }
    this.learning = learning;
    this.groups = groups;
    this.locked = locked;
  }

  private Tape of(int group) {
    return group < locked ? learning.unrecorded() : learning;
  }

  Tape ofEmbeddings() {
    return of(0);
  }

  /** Blocks that stay as they are. */
  int lockedBlocks() {
    return Math.min(groups.layers(), Math.max(0, locked - 1));
  }

  Tape ofLastBlock() {
    return of(groups.lastBlock());
  }

  Tape ofProjection() {
    return of(groups.projection());
  }
}
