package org.clip4j.train;

import org.clip4j.data.loader.Position;

/**
 * Where a run stands.
 *
 * @param step updates made
 * @param samples pairs learned from
 * @param position where the stream of pairs stands
 * @param history what it has come through
 */
record RunStand(long step, long samples, Position position, RunHistory history) {

  /** Of a run that begins. */
  static RunStand start(RunHistory history) {
    return new RunStand(0, 0, Position.START, history);
  }

  RunStand with(RunHistory other) {
    return new RunStand(step, samples, position, other);
  }

  static RunStand of(TrainerState state) {
    return new RunStand(state.step(), state.samples(), state.position(), state.history());
  }
}
